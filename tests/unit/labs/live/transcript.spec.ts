import { describe, expect, it } from 'vitest';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { runTranscript } from '#lib/labs/live/transcript.ts';
import type { CodeLine, Entry } from '#lib/live/run/run.ts';
import { Story } from '#lib/live/run/story.ts';
import { encodeFrame } from '#lib/protocol/websocket/encode-frame.ts';
import { CLOSE, TEXT } from '#lib/protocol/websocket/opcode.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import en from '../../../../src/content/ui/en.json';
import ru from '../../../../src/content/ui/ru.json';

const text = encodeFrame({
  opcode: TEXT,
  payload: utf8Encode('Hello'),
  maskingKey: Uint8Array.of(1, 2, 3, 4)
});
const close = encodeFrame({ opcode: CLOSE, payload: Uint8Array.of(0x0f, 0xa1) });

let n = 0;
const entry = (connection: number, event: Entry['event'], line?: CodeLine): Entry => ({
  n: ++n,
  step: 0,
  connection,
  ...(line ? { line } : {}),
  event
});
const up = { from: 'client', to: 'server', arrives: null } as const;
const down = { from: 'server', to: 'client', arrives: null } as const;
const NOTHING = new Uint8Array();

const entries: Entry[] = [
  entry(1, {
    type: 'segment',
    at: 0,
    ...up,
    carries: 'tcp-control',
    bytes: NOTHING,
    flags: ['SYN']
  }),
  entry(1, { type: 'arrival', at: 20, segment: 1 }),
  entry(
    2,
    {
      type: 'api',
      at: 30,
      endpoint: 'client',
      name: 'send()',
      detail: { data: 'Hello' },
      readyState: 1
    },
    { pane: 'client', line: 3 }
  ),
  entry(2, { type: 'segment', at: 30, ...up, carries: 'frame', bytes: text }),
  entry(2, { type: 'arrival', at: 50.5, segment: 4 }),
  entry(0, {
    type: 'console',
    at: 51,
    pane: 'server',
    level: 'error',
    text: 'a\nb',
    uncaught: true
  }),
  entry(2, { type: 'mark', at: 60, endpoint: 'network', id: 'cut' }),
  entry(2, { type: 'segment', at: 61, ...down, carries: 'frame', bytes: close })
];
const last = entries.at(-1)?.n ?? NaN;
entries.push(entry(2, { type: 'arrival', at: 61, segment: last, lost: true }));
const story = new Story();
story.add(entries);
const transcript = (language: string, messages: Messages) => {
  const numbers = new Intl.NumberFormat(language);
  const number = (value: number) => numbers.format(value);
  return runTranscript(story.happenings, { t: createTranslate(language, messages), number });
};

describe('the transcript of a run', () => {
  it('says when, on which connection, who, where, what, and the line of the code', () => {
    expect(transcript('en', en).split('\n')).toEqual([
      '0 ms\tconnection 1\tclient → server\twire\tSYN, arrives at 20 ms',
      '30 ms\tconnection 2\tclient\tcode\tsend("Hello")\tClient, line 3',
      '30 ms\tconnection 2\tclient → server\twire\ttext “Hello”, payload of 5 bytes: 11 bytes, arrives at 50.5 ms',
      '51 ms\t\tserver\tcode\tconsole: uncaught: a',
      '    b',
      '60 ms\tconnection 2\tnetwork\twire\tthe cable is cut',
      '61 ms\tconnection 2\tserver → client\twire\tClose 4001, payload of 2 bytes: 4 bytes, does not arrive',
      ''
    ]);
  });

  it('is in the language of the reader', () => {
    const lines = transcript('ru', ru as Messages).split('\n');
    expect(lines[0]).toContain('соединение 1');
    expect(lines[2]).toContain('данные: 5 байт: 11 байт, приходит в 50,5 мс');
  });
});
