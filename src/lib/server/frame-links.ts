/** Links into the frame lab, made at build time: it opens with frames of the chapter. */
import { deflateRawSync } from 'node:zlib';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { frameToData, VERSION } from '#lib/links/frame-link.ts';
import { DEFAULT_AGREEMENT } from '#lib/protocol/websocket/permessage-deflate.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';

export interface SentFrame {
  readonly from: Role;
  readonly bytes: Uint8Array;
}

/** Without `#`; undefined when a frame is missing, or not all are sent by the same end. */
export function frameLabFragment(frames: readonly (SentFrame | undefined)[]): string | undefined {
  const known = frames.filter((frame) => frame !== undefined);
  const from = known[0]?.from;
  if (!from || known.length < frames.length || known.some((frame) => frame.from !== from))
    return undefined;
  const state = frameToData({
    bytes: concatBytes(...known.map(({ bytes }) => bytes)),
    from,
    deflate: 'none',
    agreement: DEFAULT_AGREEMENT,
    at: 0
  });
  return fragmentOf(VERSION, deflateRawSync(utf8Encode(JSON.stringify(state)), { level: 9 }));
}
