/** One mistake each. The results are not written here: the judges and the peers' models say them. */
import { mistakenAccept } from '#lib/protocol/websocket/accept.ts';
import { EXAMPLE_KEY, INITIAL, readState, type LabState } from './model.ts';

export interface Sabotage {
  readonly id: string;
  readonly side: 'request' | 'response';
  readonly apply: (state: LabState) => LabState;
}

/** Changes the text of a head. */
export type Edit = (source: string) => string;

/** Removes the field lines of that name. */
const without =
  (name: string): Edit =>
  (source) =>
    source
      .split('\n')
      .filter((line) => !line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .join('\n');

/** Sets the field to a value, in its place or at the end of the head. */
export const withField =
  (name: string, value: string): Edit =>
  (source) => {
    const lines = source.split('\n');
    const at = lines.findIndex((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    const line = `${name}: ${value}`;
    if (at >= 0) return lines.with(at, line).join('\n');
    const end = lines.indexOf('', 1);
    return lines.toSpliced(end < 0 ? lines.length : end, 0, line).join('\n');
  };

/** One more line of that name behind the last. */
export const twice =
  (name: string): Edit =>
  (source) => {
    const lines = source.split('\n');
    const at = lines.findLastIndex((line) =>
      line.toLowerCase().startsWith(`${name.toLowerCase()}:`)
    );
    return at < 0 ? source : lines.toSpliced(at, 0, lines[at] ?? '').join('\n');
  };

export const firstLine =
  (edit: Edit): Edit =>
  (source) => {
    const [first = '', ...rest] = source.split('\n');
    return [edit(first), ...rest].join('\n');
  };

const onRequest = (id: string, edit: Edit, more: Partial<LabState> = {}): Sabotage => ({
  id,
  side: 'request',
  apply: (state) => ({ ...state, ...more, request: edit(state.request), response: undefined })
});

/** Edits the answer that the server would give by itself; `key` is the one of the request. */
const onResponse = (
  id: string,
  edit: (answer: string, key: string) => string,
  before: Edit = (source) => source
): Sabotage => ({
  id,
  side: 'response',
  apply: (state) => {
    const asked = { ...state, request: before(state.request), response: undefined };
    const { ownAnswer, derivation } = readState(asked);
    return { ...asked, response: edit(ownAnswer, derivation.key) };
  }
});

const status = (line: string) => firstLine((first) => first.replace(/ .*/, ` ${line}`));
const offer = withField('Sec-WebSocket-Protocol', 'chat');

export const SABOTAGES: readonly Sabotage[] = [
  onRequest(
    'http-1-0',
    firstLine((line) => line.replace('HTTP/1.1', 'HTTP/1.0'))
  ),
  onRequest(
    'post',
    firstLine((line) => line.replace('GET', 'POST'))
  ),
  onRequest('no-host', without('Host')),
  onRequest('no-upgrade', without('Upgrade')),
  onRequest('wrong-upgrade', withField('Upgrade', 'h2c')),
  onRequest('no-connection', without('Connection')),
  onRequest('connection-without-token', withField('Connection', 'keep-alive')),
  onRequest('no-key', without('Sec-WebSocket-Key')),
  onRequest('short-key', withField('Sec-WebSocket-Key', EXAMPLE_KEY.slice(0, 20))),
  onRequest('key-not-base64', withField('Sec-WebSocket-Key', `!!${EXAMPLE_KEY.slice(2)}`)),
  onRequest('key-twice', twice('Sec-WebSocket-Key')),
  onRequest('key-pad-bits', withField('Sec-WebSocket-Key', `${EXAMPLE_KEY.slice(0, 21)}x==`)),
  onRequest('no-version', without('Sec-WebSocket-Version')),
  onRequest('version-8', withField('Sec-WebSocket-Version', '8')),
  onRequest('version-14', withField('Sec-WebSocket-Version', '14')),
  onRequest('bad-origin', withField('Origin', 'https://evil.example'), {
    origins: ['https://example.com']
  }),
  onRequest('space-before-colon', (source) => source.replace('Host:', 'Host :')),
  onRequest('bare-lf', (source) => source.replace('websocket\n', 'websocket␊')),
  onRequest('no-empty-line', (source) => source.replace(/\n\n$/, '\n')),
  onRequest('extension-garbage', withField('Sec-WebSocket-Extensions', 'permessage-deflate;;')),
  onRequest('protocol-twice', withField('Sec-WebSocket-Protocol', 'chat, chat')),

  onResponse('status-200', status('200 OK')),
  onResponse('status-301', (source) =>
    withField('Location', '/elsewhere')(status('301 Moved Permanently')(source))
  ),
  onResponse('status-401', (source) =>
    withField('WWW-Authenticate', 'Basic realm="demo"')(status('401 Unauthorized')(source))
  ),
  onResponse('status-404', status('404 Not Found')),
  onResponse('response-no-upgrade', without('Upgrade')),
  onResponse('response-no-connection', without('Connection')),
  onResponse('no-accept', without('Sec-WebSocket-Accept')),
  onResponse('wrong-accept', (source, key) =>
    withField('Sec-WebSocket-Accept', mistakenAccept(key, 'wrong-guid'))(source)
  ),
  onResponse('accept-of-decoded-key', (source, key) =>
    withField('Sec-WebSocket-Accept', mistakenAccept(key, 'key-decoded'))(source)
  ),
  onResponse('accept-twice', twice('Sec-WebSocket-Accept')),
  onResponse('unrequested-protocol', withField('Sec-WebSocket-Protocol', 'chat')),
  onResponse('protocol-not-answered', without('Sec-WebSocket-Protocol'), offer),
  onResponse('protocol-other-case', withField('Sec-WebSocket-Protocol', 'Chat'), offer),
  onResponse('unrequested-extension', withField('Sec-WebSocket-Extensions', 'x-unheard-of')),
  onResponse(
    'malformed-extension',
    withField('Sec-WebSocket-Extensions', 'permessage-deflate;;'),
    withField('Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits')
  )
];

/** The sabotage of that id, on the example. */
export const sabotaged = (id: string): LabState => {
  const sabotage = SABOTAGES.find((s) => s.id === id);
  if (!sabotage) throw new Error(`no sabotage ${id}`);
  return sabotage.apply(INITIAL);
};
