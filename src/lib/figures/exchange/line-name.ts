/** What a frame of a capture is called: `text “Hello”`, `Close 1000 “bye”`. */
import type { FrameLine } from '#lib/capture/session/protocol.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { OPCODES } from '#lib/protocol/websocket/opcode.ts';

/** A line of a list has no room for more. */
const MOST = 120;

/** Line ends and other control characters would break a line. */
const CONTROLS = /\p{Cc}+/gu;
export const oneLine = (text: string, most = MOST): string => {
  const line = text.replace(CONTROLS, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

export const opcodeId = (opcode: number) => OPCODES[opcode]?.id ?? 'reserved';

export function lineName(line: FrameLine, t: Translate): string {
  const id = opcodeId(line.opcode);
  const words = [id === 'reserved' ? `${t('frames.reserved')} ${line.opcode}` : t(`frames.${id}`)];
  if (id === 'close' && line.extra > 0) words.push(String(line.extra));
  if (line.preview) words.push(t('frames.quoted', { text: oneLine(line.preview) }));
  if (!line.fin) words.push(t('frames.fin', { bit: 0 }));
  return words.join(' ');
}
