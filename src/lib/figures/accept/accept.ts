/** From the key to the accept value in four stages: join, hash, regroup, spell. */
import { sextetsOf } from '#lib/bytes/base64.ts';
import { bitAt } from '#lib/bytes/bits.ts';
import { hexByte, latin1Encode, toHex } from '#lib/bytes/bytes.ts';
import { sha1, type Sha1State } from '#lib/bytes/sha1.ts';
import type { AcceptDerivation } from '#lib/protocol/websocket/accept.ts';
import { round } from '../parts/geometry.ts';

export const STAGES = ['join', 'hash', 'regroup', 'spell'] as const;
export type Stage = (typeof STAGES)[number];

/** One unit of time a stage; inside `hash` the rounds go by, inside `regroup` the triples. */
export const ACCEPT_DURATION = STAGES.length;

export interface LetterCell {
  readonly glyph: string;
  readonly hex: string;
  readonly role: 'proof' | 'control';
  /** Which three bytes of the digest the letter comes from; undefined in the first stage. */
  readonly triple?: number;
}

export interface HashRound {
  readonly block: number;
  /** 0 (before the first) to 80. */
  readonly round: number;
  /** The five working variables, eight hexadecimal digits each. */
  readonly words: readonly string[];
}

export interface AcceptGeometry {
  readonly stage: Stage;
  /** The three bytes of the digest that are framed in all stages; undefined before `regroup`. */
  readonly triple: number | undefined;
  readonly joined: readonly LetterCell[];
  readonly digest: readonly { readonly hex: string; readonly triple: number }[];
  readonly hashRound: HashRound;
  readonly blocks: number;
  readonly spelled: readonly LetterCell[];
}

/** How many bits of two digests differ. */
export function differingBits(a: Uint8Array, b: Uint8Array): number {
  return Array.from(
    { length: a.length * 8 },
    (_, bit) => bitAt(a, bit) ^ bitAt(b, bit)
  ).reduce<number>((sum, bit) => sum + bit, 0);
}

const TRIPLES = 7;
/** The rounds and the triples have gone by a little before their stage ends. */
const BUSY = 0.85;

function roundAt(message: Uint8Array, progress: number): { round: HashRound; blocks: number } {
  const { blocks } = sha1(message);
  const total = blocks.length * 80;
  const step = Math.min(Math.floor(progress * total + 1e-9), total);
  const block = Math.min(Math.floor(step / 80), blocks.length - 1);
  const round = step - block * 80;
  const words = (blocks[block]?.rounds[round] ?? []) as Sha1State | [];
  return {
    round: { block, round, words: words.map((word) => word.toString(16).padStart(8, '0')) },
    blocks: blocks.length
  };
}

/** What is shown at a time from 0 to {@link ACCEPT_DURATION}. */
export function acceptAt(derivation: AcceptDerivation, time: number): AcceptGeometry {
  const index = Math.min(Math.max(Math.floor(time), 0), STAGES.length - 1);
  const stage = STAGES[index] ?? 'spell';
  const within = Math.min(Math.max(time - index, 0), 1);
  const joinedBytes = latin1Encode(derivation.concatenated);
  const { round, blocks } = roundAt(
    joinedBytes,
    stage === 'join' ? 0 : stage === 'hash' ? within / BUSY : 1
  );
  return {
    stage,
    triple:
      stage === 'regroup' || stage === 'spell'
        ? Math.min(Math.floor((within / BUSY) * TRIPLES), TRIPLES - 1)
        : undefined,
    joined: Array.from(joinedBytes, (byte, i) => ({
      glyph: String.fromCharCode(byte),
      hex: hexByte(byte),
      role: i < derivation.key.length ? 'proof' : 'control'
    })),
    digest: Array.from(derivation.digest, (byte, i) => ({
      hex: hexByte(byte),
      triple: Math.floor(i / 3)
    })),
    hashRound: round,
    blocks,
    spelled: Array.from(derivation.accept, (glyph, i) => ({
      glyph,
      hex: toHex(latin1Encode(glyph)),
      role: 'proof',
      triple: Math.floor(i / 4)
    }))
  };
}

export interface RegroupRow {
  readonly y: number;
  readonly bytes: readonly { readonly x: number; readonly hex: string; readonly bracket: string }[];
  readonly bits: readonly { readonly x: number; readonly bit: 0 | 1; readonly pad: boolean }[];
  readonly letters: readonly {
    readonly x: number;
    readonly value: number;
    readonly letter: string;
    readonly bracket: string;
  }[];
  /** Where a `=` stands for a byte that is missing; undefined in full rows. */
  readonly padX: number | undefined;
}
export interface RegroupGeometry {
  readonly width: number;
  readonly height: number;
  readonly cell: number;
  readonly rows: readonly RegroupRow[];
  readonly frame:
    | { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    | undefined;
}

const ROW = 124;

/** The same bits, cut by eight above and by six below; rows of whole triples. */
export function regroup(
  digest: Uint8Array,
  perRow: 9 | 6 | 3,
  triple: number | undefined
): RegroupGeometry {
  const cell = perRow === 3 ? 13.5 : 14;
  const x = (bit: number) => round(1 + bit * cell);
  const sextets = sextetsOf(digest);
  const rows = Array.from({ length: Math.ceil(digest.length / perRow) }, (_, r): RegroupRow => {
    const first = r * perRow;
    const count = Math.min(perRow, digest.length - first);
    const rowSextets = sextets.slice((first * 8) / 6, Math.ceil(((first + count) * 8) / 6));
    const bits = rowSextets.length * 6;
    return {
      y: r * ROW,
      bytes: Array.from({ length: count }, (_, i) => ({
        x: x(i * 8 + 4),
        hex: hexByte(digest[first + i] ?? 0),
        bracket: `M${x(i * 8) + 1.5} ${r * ROW + 30}v-5.5h${round(8 * cell - 3)}v5.5`
      })),
      bits: Array.from({ length: bits }, (_, i) => ({
        x: x(i),
        bit: bitAt(digest, first * 8 + i),
        pad: i >= count * 8
      })),
      letters: rowSextets.map(({ value, letter }, i) => ({
        x: x(i * 6 + 3),
        value,
        letter,
        bracket: `M${x(i * 6) + 1.5} ${r * ROW + 60}v5.5h${round(6 * cell - 3)}v-5.5`
      })),
      padX: count * 8 < bits ? x(bits + 3) : undefined
    };
  });
  const perTriple = perRow / 3;
  return {
    width: perRow * 8 * cell + 2,
    height: rows.length * ROW,
    cell,
    rows,
    frame:
      triple === undefined
        ? undefined
        : {
            x: x((triple % perTriple) * 24),
            y: Math.floor(triple / perTriple) * ROW,
            width: round(24 * cell),
            height: ROW - 14
          }
  };
}
