import type { Translate } from '#lib/i18n/messages.ts';
import type { TracedFrame } from '#lib/trace/frames.ts';

type Named = Pick<TracedFrame, 'opcode' | 'fin' | 'code' | 'reason' | 'text'>;

/** What a frame is called: `Close 1000`; with its text: `Ping “a”`. */
export function frameName(frame: Named, t: Translate, long = true): string {
  const { opcode, fin, code, reason, text } = frame;
  const isData = opcode === 'text' || opcode === 'binary' || opcode === 'continuation';
  const words = [t(`frames.${opcode}`)];
  if (code !== undefined) words.push(String(code));
  const said = opcode === 'close' ? reason : text;
  if (long && said && opcode !== 'binary') words.push(t('frames.quoted', { text: said }));
  if (isData && (!fin || opcode === 'continuation'))
    words.push(t('frames.fin', { bit: Number(fin) }));
  return words.join(' ');
}
