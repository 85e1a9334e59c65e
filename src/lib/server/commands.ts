/**
 * Command lines that reproduce what a page shows. Tests execute every one of them: those that need
 * Node and a shell in tests/unit, the others in tests/deep.
 */
import { base64Decode } from '#lib/bytes/base64.ts';
import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { deriveAcceptSync, GUID } from '#lib/protocol/websocket/accept.ts';
import { createRequest } from '#lib/protocol/websocket/handshake.ts';
import { encodeRequest } from '#lib/protocol/http/message.ts';
import type { ScenarioSettings } from './scenarios.ts';

export interface Command {
  readonly tool: string;
  readonly line: string;
  /** What it prints; undefined where a network would be needed. */
  readonly prints?: string;
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Command groups by name, for `::commands{of=name}`. */
export function commandsFor(
  scenario: ScenarioSettings | undefined
): Readonly<Record<string, readonly Command[]>> {
  if (!scenario?.key) return {};
  const { key, host, target } = scenario;
  const { accept, digest } = deriveAcceptSync(key);
  const request = encodeRequest(createRequest({ host, target, key }));
  return {
    accept: [
      {
        tool: 'openssl',
        line: `printf '%s' ${quote(key + GUID)} | openssl dgst -sha1 -binary | openssl base64`,
        prints: accept
      },
      {
        tool: 'Node',
        line: `node -p "require('crypto').createHash('sha1').update('${key}${GUID}').digest('base64')"`,
        prints: accept
      },
      {
        tool: 'Python',
        line: `python3 -c "import base64,hashlib;print(base64.b64encode(hashlib.sha1(b'${key}${GUID}').digest()).decode())"`,
        prints: accept
      }
    ],
    digest: [
      {
        tool: 'sha1sum',
        line: `printf '%s' ${quote(key + GUID)} | sha1sum | cut -d ' ' -f 1`,
        prints: toHex(digest)
      }
    ],
    length: [
      {
        tool: 'printf',
        line: `printf ${quote(latin1Decode(request).replaceAll('\r\n', '\\r\\n'))} | wc -c | tr -d ' '`,
        prints: String(request.length)
      }
    ],
    key: [
      {
        tool: 'base64',
        line: `printf '%s' ${quote(key)} | base64 -d | wc -c | tr -d ' '`,
        prints: String(base64Decode(key)?.length)
      },
      { tool: 'openssl', line: 'openssl rand -base64 16' }
    ],
    handshake: [
      {
        tool: 'curl',
        line: [
          `curl -i -N http://${host}${target} \\`,
          `  -H 'Upgrade: websocket' \\`,
          `  -H 'Connection: Upgrade' \\`,
          `  -H 'Sec-WebSocket-Version: 13' \\`,
          `  -H ${quote(`Sec-WebSocket-Key: ${key}`)}`
        ].join('\n')
      }
    ]
  };
}
