/** Links into the labs with a state that the engine makes, at build time. */
import { deflateRawSync } from 'node:zlib';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { frameBreaking } from '#lib/labs/frame/breaking.ts';
import { handshakeBreaking } from '#lib/labs/handshake/breaking.ts';
import { fragmentOf } from '#lib/links/fragment.ts';
import { frameToData, VERSION as FRAME_VERSION, type FrameState } from '#lib/links/frame-link.ts';
import {
  handshakeToData,
  VERSION as HANDSHAKE_VERSION,
  type HandshakeState
} from '#lib/links/handshake-link.ts';
import type { RuleId } from '#lib/protocol/rules.ts';

const fragment = (version: number, data: unknown) =>
  fragmentOf(version, deflateRawSync(utf8Encode(JSON.stringify(data)), { level: 9 }));

/** `root` leads from the page to the folder of its language. */
export const frameLab = (root: string, state: FrameState): string =>
  `${root}labs/frame/#${fragment(FRAME_VERSION, frameToData(state))}`;

export const handshakeLab = (root: string, state: HandshakeState): string =>
  `${root}labs/handshake/#${fragment(HANDSHAKE_VERSION, handshakeToData(state))}`;

/** The lab in which the rule is seen broken; undefined where none can show it. */
export function breakingLab(root: string, rule: RuleId): string | undefined {
  const frames = frameBreaking(rule);
  if (frames) return frameLab(root, frames);
  const heads = handshakeBreaking(rule);
  return heads && handshakeLab(root, heads);
}
