/** The reader's program as one script for Node, on the package `ws`. */
import type { Program } from '#lib/live/run/run.ts';

/** What stands in front of the reader's code, so that it can stand there unchanged. */
const PRELUDE = `import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);

// Of the lab, not of ws: writes bytes to TCP as they are.
WebSocket.prototype.sendRaw = function (data, callback) {
  const bytes = ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
  this._socket.write(bytes, callback);
};

// The client of ws as a browser has it: binary messages are Blobs, an error that nobody handles
// ends nothing.
class BrowserWebSocket extends WebSocket {
  constructor(url, protocols = []) {
    super(url, protocols);
    this.binaryType = 'blob';
    this.on('error', () => {});
  }
}
`;

/** Code as the body of a function: what it declares stays inside, and it may use `await`. */
const wrapped = (name: string, globals: string, code: string) =>
  `const ${name} = ({ ${globals} }) => async () => {\n${code}\n};\n`;

const commented = (text: string) =>
  text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');

/**
 * The script, to be saved as `.mjs`. `comment` says how to run it, in the reader's language. Each
 * pane's code is in it as it was written.
 */
export const nodeScript = ({ server, client }: Program, comment: string): string =>
  [
    `${commented(comment)}\n`,
    PRELUDE,
    wrapped('server', 'WebSocket, WebSocketServer, require', server),
    wrapped('client', 'WebSocket', client),
    `server({ WebSocket, WebSocketServer, require })();
// The server needs a moment until it listens.
await pause(100);
client({ WebSocket: BrowserWebSocket })();
`
  ].join('\n');
