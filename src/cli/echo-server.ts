// An echo server of our core and node:net, for conformance suites.
//   npm run echo-server -- [--port 9001] [--host 127.0.0.1] [--no-deflate]
import { parseArgs } from 'node:util';
import { startEchoServer } from './echo.ts';

const USAGE = `npm run echo-server -- [options]

Sends every WebSocket message back.

  --port <number>   where to listen; 9001, and 0 takes any free port
  --host <address>  127.0.0.1; 0.0.0.0 listens on every interface
  --no-deflate      declines permessage-deflate
  --help            prints this`;

const fail = (reason: string): never => {
  console.error(`${reason}\n\n${USAGE}`);
  process.exit(2);
};

function readArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '9001' },
        host: { type: 'string', default: '127.0.0.1' },
        'no-deflate': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false }
      }
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

const values = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`not a port: ${values.port}`);

try {
  const server = await startEchoServer(
    { port, host: values.host },
    { deflate: !values['no-deflate'] }
  );
  const host = values.host.includes(':') ? `[${values.host}]` : values.host;
  console.log(`The echo server is at ws://${host}:${server.port}/`);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
