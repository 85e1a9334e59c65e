import { describe, expect, it } from 'vitest';
import { closingRows } from '#lib/figures/closing/closing.ts';
import { frameAt, latestFrame, wireWords } from '#lib/figures/conversation/conversation.ts';
import { byteGroups } from '#lib/figures/frame-bytes/frame-bytes.ts';
import { faultyFrame, fragments } from '#lib/figures/fragments/fragments.ts';
import { ladder } from '#lib/figures/ladder/ladder.ts';
import { isAt, roleOfAddress } from '#lib/figures/parts/address.ts';
import { frameName } from '#lib/figures/parts/frame-name.ts';
import { wireFramesOf } from '#lib/figures/parts/wire-frame.ts';
import { states } from '#lib/figures/states/states.ts';
import { truthAt } from '#lib/figures/truth/truth.ts';
import { transcriptLines } from '#lib/figures/plate/transcript.ts';
import { createTranslate, type Messages } from '#lib/i18n/messages.ts';
import { TRANSITIONS } from '#lib/protocol/websocket/transitions.ts';
import en from '../../../src/content/ui/en.json';
import ru from '../../../src/content/ui/ru.json';
import { conversation } from '../../helpers/conversation-trace.ts';

const t = createTranslate('en', en as Messages);

const closing = conversation([{ at: 10, by: 'client', do: 'close', code: 1000, reason: 'done' }]);
const closes = wireFramesOf(closing);
const failing = conversation([
  { at: 10, by: 'server', do: 'frame', opcode: 'text', text: 'Hello', masked: true }
]);
const cut = conversation(
  [
    { at: 10, by: 'server', do: 'send', text: 'Today: 25 €/h', fragmentSize: 6, pause: 16 },
    { at: 20, by: 'server', do: 'ping', text: '?' }
  ],
  { segments: { from: 'server', size: 10, gather: 40 } }
);
const parts = wireFramesOf(cut);

describe('a frame as bytes', () => {
  it('is cut into what its parts mean, and they hold all of it', () => {
    const [close] = closes;
    const groups = close ? byteGroups(close) : [];
    expect(groups.map(({ id, bytes }) => [id, bytes.length])).toEqual([
      ['head', 2],
      ['key', 4],
      ['code', 2],
      ['payload', 4]
    ]);
    const hex = groups.flatMap(({ bytes }) =>
      bytes.map((b) => b.digits.map((d) => d.text).join(''))
    );
    expect(hex.map((digits) => Number.parseInt(digits, 16))).toEqual([...(close?.bytes ?? [])]);
    expect(groups.at(-1)?.bytes.map(({ glyph }) => glyph)).toEqual(['d', 'o', 'n', 'e']);
  });

  it('splits the first two bytes where their meaning changes', () => {
    const [close] = closes;
    const [head] = close ? byteGroups(close) : [];
    expect(head?.bytes.map((b) => b.digits.map((d) => d.leaf?.role))).toEqual([
      ['control', 'opcode'],
      ['mask', 'length']
    ]);
  });

  it('marks the bit that breaks a rule', () => {
    const [masked] = wireFramesOf(failing);
    const [head] = masked ? byteGroups(masked) : [];
    expect(head?.bytes.map(({ faulty }) => faulty)).toEqual([false, true]);
  });

  it('has addresses that the prose uses', () => {
    const leaves = closes.flatMap((frame) => frame.leaves);
    const at = (address: string) => leaves.filter((leaf) => isAt(leaf, address)).length;
    expect([at('close-1.opcode'), at('close-code'), at('close-2.payload-data')]).toEqual([1, 2, 2]);
    expect(roleOfAddress('close-1.close-code')).toBe('payload');
    expect(roleOfAddress('close-1.opcode')).toBe('opcode');
    expect(roleOfAddress('ping-2')).toBe('opcode');
  });

  it('is named as it is on the wire', () => {
    expect(parts.map((frame) => frameName(frame, t))).toEqual([
      'text “Today:” FIN 0',
      'Ping “?”',
      'continuation FIN 0',
      'continuation FIN 1',
      'Pong “?”'
    ]);
    expect(closes.map((frame) => frameName(frame, t, false))).toEqual(['Close 1000', 'Close 1000']);
  });
});

describe('the states', () => {
  const at = (time: number) => states(closing, time, 'wide');
  const where = (time: number) =>
    at(time).nodes.flatMap(({ state, ends }) => ends.map(({ role }) => `${role} ${state}`));

  it('show both ends at an instant', () => {
    expect(where(9)).toEqual(['client open', 'server open']);
    expect(where(10)).toEqual(['server open', 'client closing']);
    expect(where(60)).toEqual(['server closing', 'client closed']);
    expect(where(closing.duration)).toEqual(['client closed', 'server closed']);
  });

  it('draw every row of the table, once', () => {
    for (const size of ['wide', 'narrow'] as const) {
      const drawn = states(closing, 0, size).edges.flatMap(({ from, to, events }) =>
        events.map((event) => `${from} ${event} ${to}`)
      );
      expect(drawn.toSorted()).toEqual(
        TRANSITIONS.map(({ from, event, to }) => `${from} ${event} ${to}`).toSorted()
      );
    }
  });

  it('show the way that was taken', () => {
    const first = at(10).edges.find(({ key }) => key === 'open-closing');
    expect(first?.taken).toEqual(['client']);
    const taken = at(closing.duration).edges.filter((edge) => edge.taken.length > 0);
    expect(taken.map(({ key, taken: by }) => `${key} ${by.join('+')}`)).toEqual([
      'connecting-open client+server',
      'open-closing client+server',
      'closing-closed client+server'
    ]);
  });

  it('stay inside their drawing', () => {
    for (const size of ['wide', 'narrow'] as const) {
      const g = states(closing, 0, size);
      for (const { x, y } of g.nodes) {
        expect(x - g.box.width / 2).toBeGreaterThanOrEqual(0);
        expect(x + g.box.width / 2).toBeLessThanOrEqual(g.width);
        expect(y + g.box.height / 2).toBeLessThan(g.height);
      }
      for (const label of g.edges.flatMap(({ labels }) => labels))
        expect(label.y).toBeLessThan(g.height);
    }
  });

  it('leave room between two states for the words of either language', () => {
    /** What a letter of 12 px takes, on average, and the air on both sides. */
    const LETTER = 6.6;
    const AIR = 8;
    const g = states(closing, 0, 'wide');
    const x = (state: string) => g.nodes.find((node) => node.state === state)?.x ?? 0;
    const neighbours = g.edges.filter(
      ({ from, to }) => to !== from && Math.abs(x(to) - x(from)) < g.width / 2.5
    );
    expect(neighbours.length).toBeGreaterThanOrEqual(3);
    for (const { from, to, events } of neighbours)
      for (const event of events)
        for (const words of [en.states, ru.states])
          expect(words[event].length * LETTER + AIR, words[event]).toBeLessThan(
            x(to) - x(from) - g.box.width
          );
  });
});

describe('who closes', () => {
  const cells = (time: number) =>
    closingRows(closing, closes, time).map(({ cells: { client, server } }) => [
      client.id,
      server.id
    ]);

  it('fills as things happen', () => {
    expect(cells(9)).toEqual([
      ['none', 'none'],
      ['none', 'none'],
      ['none', 'none']
    ]);
    expect(cells(31)).toEqual([
      ['close', 'close'],
      ['none', 'fin'],
      ['none', 'none']
    ]);
    expect(cells(closing.duration)[2]).toEqual(['told', 'told']);
  });

  it('says who was first', () => {
    const [sends, tcp] = closingRows(closing, closes, closing.duration);
    expect(sends?.cells).toMatchObject({ client: { first: true }, server: { first: false } });
    expect(tcp?.cells).toMatchObject({ client: { first: false }, server: { first: true } });
  });

  it('keeps the two ends apart where the client fails the connection', () => {
    const rows = closingRows(failing, wireFramesOf(failing), failing.duration);
    expect(rows[2]?.cells).toMatchObject({
      client: { code: 1006, wasClean: false, error: true },
      server: { code: 1002, wasClean: true, error: false }
    });
  });
});

describe('fragments', () => {
  const at = (time: number, size: 'wide' | 'narrow' = 'wide') =>
    fragments(cut, parts, 'server', time, size);

  it('have a cell a byte, and a knife a frame', () => {
    const bytes = parts.filter(({ from }) => from === 'server').flatMap((f) => [...f.bytes]);
    for (const size of ['wide', 'narrow'] as const) {
      const g = at(0, size);
      expect(g.cells.map(({ hex }) => Number.parseInt(hex, 16))).toEqual(bytes);
      expect(g.knives.map(({ frame }) => frame.key)).toEqual([
        'text-1',
        'ping-1',
        'continuation-1',
        'continuation-2'
      ]);
      for (const { x } of g.cells) expect(x + g.cell).toBeLessThanOrEqual(g.width);
    }
  });

  it('show segments that do not fall together with frames', () => {
    const g = at(0);
    expect(g.brackets.map(({ n, byteLength }) => [n, byteLength])).toEqual([
      [1, 10],
      [2, 10],
      [3, 4]
    ]);
    const knives = g.knives.map(({ x }) => x);
    expect(g.brackets.filter(({ x }) => knives.includes(x - 3))).toHaveLength(1);
  });

  it('fill with time', () => {
    const count = (time: number) => {
      const all = at(time).cells.map(({ progress }) => progress);
      return ['ahead', 'flight', 'arrived'].map((p) => all.filter((q) => q === p).length);
    };
    expect(count(0)).toEqual([24, 0, 0]);
    expect(count(30)).toEqual([14, 10, 0]);
    expect(count(40)).toEqual([14, 0, 10]);
    expect(count(cut.duration)).toEqual([0, 0, 24]);
  });

  it('show a character that is cut in two only when it is whole', () => {
    const euro = (time: number) => at(time).characters.find(({ cut: isCut }) => isCut);
    expect(euro(66)).toMatchObject({ glyph: '€', whole: false });
    expect(euro(66)?.bytes.map(({ progress }) => progress)).toEqual([
      'arrived',
      'arrived',
      'flight'
    ]);
    expect(euro(cut.duration)?.whole).toBe(true);
  });

  it('end where the receiver fails the connection', () => {
    const wrong = conversation([
      { at: 10, by: 'server', do: 'frame', opcode: 'text', text: 'Today:', fin: false },
      { at: 20, by: 'server', do: 'frame', opcode: 'text', text: 'Urgent' }
    ]);
    const frames = wireFramesOf(wrong);
    expect(faultyFrame(wrong, frames, 'server')?.key).toBe('text-2');
    const g = fragments(wrong, frames, 'server', wrong.duration, 'wide');
    expect(g.characters.map(({ glyph }) => glyph).join('')).toBe('Today:');
    expect(g.cells.filter(({ faulty }) => faulty)).toHaveLength(1);
  });
});

describe('the ladder of frames', () => {
  const naming = { nameOf: () => 'Close', addressOf: () => 'close-1' };

  it('names frames where they leave, and hollows a rail that is closing', () => {
    const g = ladder(closing, closing.duration, 'wide', naming);
    expect(g.segments.map(({ text, label }) => [text, label.anchor])).toEqual([
      ['Close', 'start'],
      ['Close', 'end'],
      ['Close', 'middle'],
      ['Close', 'middle']
    ]);
    expect(g.rails.map(({ parts: rail }) => rail.map(({ state }) => state))).toEqual([
      ['open', 'closing', 'closed'],
      ['open', 'closing', 'closed']
    ]);
  });

  it('strikes out what is lost', () => {
    const lost = conversation([{ at: 10, by: 'server', do: 'ping', text: 'a' }], { dark: 0 });
    const [ping] = ladder(lost, lost.duration, 'wide', naming).segments;
    expect(ping).toMatchObject({ lost: true, ghost: '' });
    expect(ping?.head).not.toBe('');
  });
});

describe('words beside the figure', () => {
  it('say what is on the wire', () => {
    expect(wireWords(closing, closes, 15, t)).toBe('`Close 1000`, 12 bytes, in flight');
    expect(wireWords(closing, closes, closing.duration, t)).toBe('');
  });

  it('call a frame lost from the instant at which it leaves, never in flight', () => {
    const dark = conversation([{ at: 10, by: 'server', do: 'ping', text: 'b' }], { dark: 5 });
    const pings = wireFramesOf(dark);
    expect(wireWords(dark, pings, 9, t)).toBe('');
    for (const time of [10, 11, dark.duration])
      expect(wireWords(dark, pings, time, t)).toBe('`Ping`, 3 bytes, lost on the way');
  });

  it('keep what is essential beside the rails of a narrow ladder', () => {
    const told = ladder(closing, closing.duration, 'narrow', {
      nameOf: () => '',
      addressOf: () => ''
    }).notes.filter(({ event }) => event.type === 'api');
    expect(told.map(({ event }) => event.type === 'api' && event.name)).toEqual(['close', 'close']);
    expect(told.every(({ x }) => x > 74 && x < 296)).toBe(true);
    expect(ladder(closing, closing.duration, 'narrow').notes).toEqual([]);
  });

  it('say what script has done and heard', () => {
    expect(truthAt(closing, 9).script).toMatchObject({ id: 'open', readyState: 1 });
    expect(truthAt(closing, 10).script).toMatchObject({ id: 'closing', readyState: 2 });
    expect(truthAt(closing, closing.duration).script).toMatchObject({
      id: 'ended',
      code: 1000,
      wasClean: true,
      readyState: 3
    });
    expect(truthAt(failing, failing.duration).script).toMatchObject({ id: 'closed', code: 1006 });
  });

  it('find the frame that is meant, or the latest', () => {
    expect(frameAt(closes, 'close-2.opcode')?.key).toBe('close-2');
    expect(frameAt(closes, undefined)).toBeUndefined();
    expect(latestFrame(closes, 0)?.key).toBe('close-1');
    expect(latestFrame(closes, 99)?.key).toBe('close-2');
  });

  it('are a transcript', () => {
    const lines = transcriptLines(closing, t).map(({ at, who, text }) => `${at} ${who} ${text}`);
    expect(lines).toContain(
      '10 ms Client sends Close 1000 “done”, 12 bytes, which arrives at 30 ms'
    );
    expect(lines).toContain('10 ms Client the script calls close(1000)');
    expect(lines).toContain('52 ms Client the script gets the close event with code 1000');
    expect(lines.at(-1)).toBe('73 ms Server keeps the connection in TIME_WAIT for a while');
  });
});
