import { presetOf } from '#lib/labs/frame/presets.ts';
import { frameBreaking } from '#lib/labs/frame/breaking.ts';
import type { FrameState } from '#lib/links/frame-link.ts';
import { OPCODES, type OpcodeEntry } from '#lib/protocol/websocket/opcode.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { encodeClose } from '#lib/protocol/websocket/close-frame.ts';
import type { OpcodeRow, ViewOf } from '#lib/reference/view.ts';
import { frameLab } from './lab-links.ts';
import type { Desk } from './topic.ts';

/** A stream of the frame lab in which the opcode stands. */
function streamWith({ opcode, id }: OpcodeEntry): FrameState {
  const hello = presetOf('text').state();
  switch (id) {
    case 'continuation': {
      const state = presetOf('text-fragmented').state();
      // The second frame, behind a header of two bytes and its payload.
      return { ...state, at: 2 + ((state.bytes[1] ?? 0) & 0x7f) };
    }
    case 'text':
      return hello;
    case 'binary':
      return presetOf('binary-256').state();
    case 'close':
      return { ...hello, bytes: encodeFrame({ opcode, payload: encodeClose(1000, 'done') }) };
    case 'ping':
      return presetOf('ping').state();
    case 'pong':
      return presetOf('pong-masked').state();
    case 'reserved':
      return {
        ...(frameBreaking('frame-opcode') ?? hello),
        bytes: encodeFrame({ opcode, payload: new Uint8Array() })
      };
  }
}

/** A row for each opcode; neighbours that are reserved share one. */
export function opcodeRows({ words, html, root }: Desk): OpcodeRow[] {
  const rows: OpcodeRow[] = [];
  for (const entry of OPCODES) {
    const last = rows.at(-1);
    if (entry.id === 'reserved' && last?.name === 'reserved' && last.kind === entry.kind) {
      rows[rows.length - 1] = { ...last, to: entry.opcode };
      continue;
    }
    const key = entry.id === 'reserved' ? `reserved-${entry.kind}` : entry.id;
    rows.push({
      id: key,
      from: entry.opcode,
      to: entry.opcode,
      name: entry.id,
      kind: entry.kind,
      html: html(words.opcodes[key] ?? ''),
      section: entry.section,
      lab: frameLab(root, streamWith(entry))
    });
  }
  return rows;
}

export const opcodesView = (desk: Desk): ViewOf<'opcodes'> => ({
  topic: 'opcodes',
  rows: opcodeRows(desk)
});
