/** Command lines of the chapter on the browser API; tests execute every one of them. */
import type { Trace } from '#lib/trace/trace.ts';
import type { Command } from './commands.ts';
import { sendCalls, statusOf } from './api-values.ts';

/** The code that the client's program was told. */
function toldCode(trace: Trace): string {
  const close = trace.events.find(
    (e) => e.type === 'api' && e.endpoint === 'client' && e.name === 'close'
  );
  return close?.type === 'api' ? String(close.detail['code']) : '';
}

/**
 * `length`: what a string's length is, and what is sent of it. `killed`: a server that ends
 * without a Close. `refused`: the status that a page is not told.
 */
export function apiCommands(
  traces: Readonly<Record<string, Trace>>
): Readonly<Record<string, readonly Command[]>> {
  const { main, killed, refused } = traces;
  const status = refused && statusOf(refused);
  if (!main || !killed || status === undefined) return {};
  const texts = sendCalls(main).map(({ detail }) => String(detail['data']));
  const [shortest = ''] = texts;
  return {
    length: [
      {
        tool: 'Node',
        line: `node -p "const s = '${shortest}'; s.length + ' ' + Buffer.byteLength(s)"`,
        prints: `${shortest.length} ${Buffer.byteLength(shortest)}`
      },
      {
        tool: 'Python',
        line: `python3 -c "s = '${shortest}'; print(len(s), len(s.encode()))"`,
        prints: `${Array.from(shortest).length} ${Buffer.byteLength(shortest)}`
      }
    ],
    killed: [
      {
        tool: 'Node, ws',
        line: [
          `node -e "const { WebSocket, WebSocketServer } = require('ws');`,
          `  const server = new WebSocketServer({ port: 0 });`,
          `  server.on('connection', (socket) => socket.terminate());`,
          `  server.on('listening', () => {`,
          `    const client = new WebSocket('ws://127.0.0.1:' + server.address().port);`,
          `    client.on('close', (code) => { console.log(code); server.close(); }); })"`
        ].join('\n'),
        prints: toldCode(killed)
      }
    ],
    refused: [
      {
        tool: 'Node, ws',
        line: [
          `node -e "const { WebSocket } = require('ws'), { createServer } = require('http');`,
          `  const server = createServer().on('upgrade', (request, socket) =>`,
          `    socket.end('HTTP/1.1 ${status} Not Found\\r\\n\\r\\n'));`,
          `  server.listen(0, () => {`,
          `    const client = new WebSocket('ws://127.0.0.1:' + server.address().port);`,
          `    client.on('unexpected-response', (request, response) => {`,
          `      console.log(response.statusCode); process.exit(); }); })"`
        ].join('\n'),
        prints: String(status)
      }
    ]
  };
}
