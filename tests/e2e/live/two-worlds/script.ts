/** A program of both panes that runs in two worlds, and what both panes have at hand. */
import type { Program } from '#lib/live/run/run.ts';

export interface Script extends Partial<Program> {
  /** What it shows, as the end of "in both worlds: …". */
  readonly name: string;
  /** The real server's answer and what it sends at once leave in one TCP segment. */
  readonly joined?: true;
}

/** What either world has logged. The order between the panes is not determined. */
export type Logs = Readonly<Record<'client' | 'server', readonly string[]>>;

/**
 * `watch` logs all events of a socket with its readyState, and `end` behind the last; `attempt` logs
 * what a call gives, or the name of what it throws.
 */
const CLIENT_PRELUDE = `
const HERE = 'ws://localhost:8080/';
const log = (...values) => console.log(values.map(String).join(' '));
const end = () => setTimeout(() => log('end'));
function attempt(what, act) {
  try { log(what, '->', act()); }
  catch (error) { log(what, 'throws', error.name, error.constructor.name, error.code ?? ''); }
}
const shown = (data) =>
  typeof data === 'string' ? JSON.stringify(data)
  : data instanceof ArrayBuffer ? 'ArrayBuffer ' + new Uint8Array(data).join()
  : data.constructor.name + ' ' + data.size + ' ' + JSON.stringify(data.type);
function watch(ws, name = '') {
  const told = (type, more) => ws.addEventListener(type, (event) =>
    log(name + type, ws.readyState, ...more(event)));
  told('open', () => []);
  told('message', ({ data }) => [shown(data)]);
  told('error', () => []);
  told('close', ({ code, reason, wasClean }) => [code, JSON.stringify(reason), wasClean]);
  ws.addEventListener('close', end);
  return ws;
}
`;

/** `serve` logs all events of the connections, then hands each to the script. */
const SERVER_PRELUDE = `
const log = (...values) => console.log(values.map(String).join(' '));
const shown = (data, isBinary) => isBinary ? data.toString('hex') : JSON.stringify(data.toString());
function serve(act = () => {}, options = {}) {
  const wss = new WebSocketServer({ port: 8080, ...options });
  wss.on('connection', (ws, request) => {
    log('connection', ws.readyState, request.url, JSON.stringify(ws.protocol));
    ws.on('message', (data, isBinary) => log('message', ws.readyState, isBinary, shown(data, isBinary)));
    ws.on('ping', (data) => log('ping', data));
    ws.on('pong', (data) => log('pong', data));
    ws.on('error', (error) => log('error', ws.readyState, error.name, error.code));
    ws.on('close', (code, reason) => log('close', ws.readyState, code, JSON.stringify(reason.toString())));
    act(ws, request, wss);
  });
  return wss;
}
`;

/** The code of both panes, in full. Without a server of its own nobody listens. */
export const programOf = ({ client = 'end();', server = '' }: Script): Program => ({
  client: `${CLIENT_PRELUDE}\n${client}`,
  server: `${SERVER_PRELUDE}\n${server}`
});
