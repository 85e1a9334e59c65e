/**
 * Configurations of reverse proxies that the chapter gives its reader, and what the server gets with
 * and without them. A test starts both proxies with these very lines.
 */
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeRequest, type HttpRequest } from '#lib/protocol/http/message.ts';
import { createRequest } from '#lib/protocol/websocket/handshake.ts';
import { encodeKey } from '#lib/protocol/websocket/accept.ts';
import { seededRandom } from '#lib/network/random.ts';
import type { Command } from './commands.ts';
import { forwardedByHaproxy, forwardedByNginx } from '#lib/simulation/reverse-proxy.ts';

/** Where the server listens. */
export const UPSTREAM = '127.0.0.1:8080';

export const EXAMPLE_REQUEST: HttpRequest = createRequest({
  host: 'example.com',
  target: '/chat',
  key: encodeKey(seededRandom(13).bytes(16)),
  origin: 'https://example.com'
});

/** The two lines that everybody forgets. */
export const TWO_LINES = [
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection "upgrade";'
] as const;

/** A `location` of nginx. */
export const nginxLocation = (upstream: string): string =>
  [
    'location /chat {',
    `  proxy_pass http://${upstream};`,
    '  proxy_http_version 1.1;',
    ...TWO_LINES.map((line) => `  ${line}`),
    '  proxy_set_header Host $host;',
    '  proxy_read_timeout 75s;',
    '}'
  ].join('\n');

/** The same place without what it takes. */
export const bareLocation = (upstream: string): string =>
  ['location /chat {', `  proxy_pass http://${upstream};`, '}'].join('\n');

/** A `backend` of HAProxy. */
export const haproxyBackend = (upstream: string): string =>
  ['backend chat', '  timeout tunnel 1h', `  server one ${upstream}`].join('\n');

const text = (request: HttpRequest): string =>
  latin1Decode(encodeRequest(request)).replaceAll('\r\n', '\n').trimEnd();

/** By the names that `::config{of=…}` has for them. */
export const CONFIGS: Readonly<Record<string, () => string>> = {
  'nginx-bare': () => bareLocation(UPSTREAM),
  nginx: () => nginxLocation(UPSTREAM),
  haproxy: () => haproxyBackend(UPSTREAM),
  sent: () => text(EXAMPLE_REQUEST),
  'forwarded-bare': () => text(forwardedByNginx(EXAMPLE_REQUEST, 'bare', UPSTREAM)),
  'forwarded-nginx': () => text(forwardedByNginx(EXAMPLE_REQUEST, 'told', UPSTREAM)),
  'forwarded-haproxy': () => text(forwardedByHaproxy(EXAMPLE_REQUEST))
};

const escape = (code: string): string =>
  code.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** As HTML; undefined when there is none of that name. */
export function configHtml(name: string): string | undefined {
  const code = CONFIGS[name]?.();
  // What scrolls can be reached by keyboard.
  if (code === undefined) return undefined;
  const marked = TWO_LINES.reduce(
    (html, line) => html.replace(escape(line), (found) => `<b>${found}</b>`),
    escape(code)
  );
  return `<pre tabindex="0"><code>${marked}</code></pre>`;
}

/** `::commands{of=proxy}`: the handshake by hand. */
export const proxyCommands = (): Readonly<Record<string, readonly Command[]>> => {
  const { target, fields } = EXAMPLE_REQUEST;
  const host = fields.find(({ name }) => name === 'Host')?.value ?? '';
  const lines = fields
    .filter(({ name }) => name !== 'Host')
    .map(({ name, value }) => `  -H '${name}: ${value}'`);
  return {
    proxy: [{ tool: 'curl', line: [`curl -i -N http://${host}${target}`, ...lines].join(' \\\n') }]
  };
};
