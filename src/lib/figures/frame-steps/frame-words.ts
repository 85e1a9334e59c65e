/** What a receiver makes of the fields of a frame, in words; and all of it as a transcript. */
import type { MessageId, Translate } from '#lib/i18n/messages.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { frameGeometry, readingAt, type FieldRow, type ReadingStage } from './frame-steps.ts';
import type { FieldId, FrameView } from './frame-view.ts';

export const fieldName = (id: FieldId, t: Translate): string => t(`frameSteps.${id}` as MessageId);

/** What the receiver makes of a field. */
export function fieldSays(
  frame: FrameView,
  { field, value, faulty }: FieldRow,
  t: Translate
): string {
  const n = frame.byteLength - frame.headerLength;
  switch (field) {
    case 'fin':
      return t(value ? 'frameSteps.finSet' : 'frameSteps.finClear');
    case 'rsv':
      return t(faulty ? 'frameSteps.rsvFault' : 'frameSteps.rsvClear');
    case 'opcode':
      return t(`frameSteps.opcode-${frame.kind}` as MessageId);
    case 'mask':
      return t(value ? 'frameSteps.maskSet' : 'frameSteps.maskClear');
    case 'payload-length':
      if (value === 126) return t('frameSteps.lengthInTwo', { value });
      if (value === 127) return t('frameSteps.lengthInEight', { value });
      return t('frameSteps.length', { n });
    case 'extended-payload-length':
      return t('frameSteps.length', { n });
    case 'masking-key':
      return t('frameSteps.keySays');
    case 'payload-data':
      return frame.text === undefined
        ? t('frameSteps.payloadBytes', { n })
        : t('frameSteps.payloadText', { text: frame.text });
  }
}

/** A line when a frame comes, and one for each field, at the step that reads it first. */
export function frameLines(
  stages: readonly ReadingStage[],
  frames: Readonly<Record<string, FrameView>>,
  t: Translate
): WordedLine[] {
  const told = new Set<string>();
  return stages.flatMap((stage, i): WordedLine[] => {
    const { show, bits } = readingAt(stages, frames, stage.at);
    const frame = frames[show] as FrameView;
    const isClient = frame.from === 'client';
    const line = (id: string, atClient: boolean, text: string): WordedLine[] => {
      if (told.has(id)) return [];
      told.add(id);
      const who = t(atClient ? 'ladder.client' : 'ladder.server');
      return [{ instant: stage.at, at: String(i + 1), who, text }];
    };
    const read = frameGeometry(frame, bits).rows.filter((row) => row.read);
    return [
      ...line(show, isClient, t('frameSteps.sends', { n: frame.byteLength })),
      ...read.flatMap((row) => {
        const name = fieldName(row.field, t);
        const says = fieldSays(frame, row, t);
        const text = t('frameSteps.line', { name, wire: row.wire, says });
        return line(`${show} ${row.field}`, !isClient, text);
      })
    ];
  });
}
