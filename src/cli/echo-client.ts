// An echo client of our core and node:net, for conformance suites that play the server.
//   npm run echo-client -- ws://127.0.0.1:9001/ [--agent name] [--no-deflate]
import { parseArgs } from 'node:util';
import { addressOf, caseCount, caseUrl, echoAt, updateReports } from './echo.ts';

const USAGE = `npm run echo-client -- <url> [options]

Asks the suite at the URL (ws://127.0.0.1:9001/, say) for /getCaseCount, echoes every message of
/runCase?case=N&agent=… for N from 1 on, and ends with /updateReports?agent=….

  --host <address>, --port <number>  instead of a URL
  --agent <name>    what the suite calls us; websocket-101
  --no-deflate      does not offer permessage-deflate
  --help            prints this`;

const fail = (reason: string): never => {
  console.error(`${reason}\n\n${USAGE}`);
  process.exit(2);
};

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '9001' },
        agent: { type: 'string', default: 'websocket-101' },
        'no-deflate': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false }
      }
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
if (positionals.length > 1) fail('one URL only');
const suite = (positionals[0] ?? `ws://${values.host}:${values.port}/`).replace(/\/?$/, '/');
try {
  addressOf(suite);
} catch (error) {
  fail((error as Error).message);
}

const options = { deflate: !values['no-deflate'] };
try {
  const count = await caseCount(suite, options);
  console.log(`${suite} has ${count} cases.`);
  for (let number = 1; number <= count; number++) {
    const { code, reason } = await echoAt(caseUrl(suite, number, values.agent), options);
    console.log(`${number} of ${count}: closed with ${code}${reason && ` (${reason})`}`);
  }
  await updateReports(suite, values.agent, options);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
