import { describe, expect, it } from 'vitest';
import { readDeflateParameters } from '#lib/protocol/websocket/deflate-parameters.ts';
import { parseExtensions } from '#lib/protocol/websocket/extensions.ts';

function read(text: string, side: 'offer' | 'response') {
  const [extension] = parseExtensions(`permessage-deflate; ${text}`).extensions;
  if (!extension) throw new Error('no extension');
  return readDeflateParameters(extension, side);
}

describe('the parameters of permessage-deflate', () => {
  it('are read as values', () => {
    const text = 'server_no_context_takeover; client_max_window_bits; server_max_window_bits=9';
    expect(read(text, 'offer')).toEqual({
      parameters: {
        server_no_context_takeover: true,
        client_max_window_bits: true,
        server_max_window_bits: 9
      },
      faults: []
    });
  });

  it.each([
    ['foo', 'offer', 'unknown'],
    ['server_no_context_takeover=1', 'offer', 'invalid'],
    ['server_max_window_bits', 'offer', 'invalid'],
    ['server_max_window_bits=7', 'offer', 'invalid'],
    ['server_max_window_bits=16', 'offer', 'invalid'],
    ['server_max_window_bits=08', 'offer', 'invalid'],
    ['client_max_window_bits', 'response', 'invalid'],
    ['client_max_window_bits=9; client_max_window_bits=9', 'response', 'duplicate']
  ] as const)('%s in an %s is %s', (text, side, kind) => {
    expect(read(text, side).faults.map((fault) => fault.kind)).toEqual([kind]);
  });
});
