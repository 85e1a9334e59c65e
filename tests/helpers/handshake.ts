import { decodeRequest, decodeResponse } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { judgeRequest, type RequestContext } from '#lib/protocol/websocket/judge-request.ts';
import { judgeResponse } from '#lib/protocol/websocket/judge-response.ts';
import { ascii } from './bytes.ts';

export const KEY = 'x3JJHMbDL1EzLkh9GBhXDw==';
export const ACCEPT = deriveAcceptSync(KEY).accept;

/** Lines of a good request, to be changed by tests. */
export const REQUEST_LINES = [
  'GET /demo HTTP/1.1',
  'Host: example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13'
];
export const RESPONSE_LINES = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Accept: ${ACCEPT}`
];

/** Lines with some replaced, dropped (undefined) or added, by the name of the field. */
export function edited(lines: readonly string[], changes: Record<string, string | undefined>) {
  const rest = new Map(Object.entries(changes));
  const out = lines.flatMap((line, i) => {
    const name = i === 0 ? '' : (line.split(':')[0] ?? '');
    if (!rest.has(name)) return [line];
    const change = rest.get(name);
    rest.delete(name);
    if (change === undefined) return [];
    return i === 0 ? [change] : change.split('\n').map((value) => `${name}: ${value}`);
  });
  for (const [name, value] of rest)
    if (value !== undefined) out.push(...value.split('\n').map((v) => `${name}: ${v}`));
  return out;
}

export const headOf = (lines: readonly string[]) => ascii(`${lines.join('\r\n')}\r\n\r\n`);

export function judgedRequest(lines: readonly string[], context: RequestContext = {}) {
  const decoded = decodeRequest(headOf(lines), { ended: true });
  if (!decoded.complete) throw new Error('incomplete');
  return { decoded, judgement: judgeRequest(decoded, context) };
}

export function judgedResponse(
  lines: readonly string[],
  options: { request?: readonly string[]; browser?: boolean; context?: RequestContext } = {}
) {
  const { request = REQUEST_LINES, browser = false, context = {} } = options;
  const asked = judgedRequest(request, context);
  const decoded = decodeResponse(headOf(lines), { ended: true });
  if (!decoded.complete) throw new Error('incomplete');
  const [key = ''] = valuesOf(asked.decoded.value.fields, 'Sec-WebSocket-Key');
  return judgeResponse(decoded, {
    request: asked.decoded.value,
    requestJudgement: asked.judgement,
    accept: deriveAcceptSync(key).accept,
    browser
  });
}
