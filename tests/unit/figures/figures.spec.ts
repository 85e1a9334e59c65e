import { describe, expect, it } from 'vitest';
import { acceptAt, regroup } from '#lib/figures/accept/accept.ts';
import { dumpRows } from '#lib/figures/bytes/bytes.ts';
import { ladder } from '#lib/figures/ladder/ladder.ts';
import { cellOf, messageLines } from '#lib/figures/message/message.ts';
import { addressOf, isAt, leavesOfHead, roleOfAddress } from '#lib/figures/parts/address.ts';
import { spread } from '#lib/figures/parts/geometry.ts';
import { headSpansOf } from '#lib/figures/parts/head.ts';
import { riverFramesOf } from '#lib/figures/river/river-frames.ts';
import { river } from '#lib/figures/river/river.ts';
import { truthAt } from '#lib/figures/truth/truth.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { segmentsOf } from '#lib/trace/trace.ts';
import { conversation } from '../../helpers/conversation-trace.ts';
import { KEY } from '../../helpers/handshake.ts';
import { openingTrace } from '../../helpers/opening-trace.ts';

const trace = openingTrace();
const heads = headSpansOf(trace);
const responseBytes = segmentsOf(trace, 'response')[0]?.bytes ?? new Uint8Array();

describe('the ladder', () => {
  const at = (time: number) => ladder(trace, time, 'wide');

  it('draws only what has left by then', () => {
    expect(at(0).segments).toEqual([]);
    expect(at(1).segments.map(({ text, labelled }) => [text, labelled])).toEqual([['SYN', false]]);
    expect(at(15).segments[0]?.labelled).toBe(true);
    expect(at(91).segments.map(({ text }) => text)).toEqual([
      'SYN',
      'SYN-ACK',
      'ACK',
      'GET /demo HTTP/1.1',
      '101 Switching Protocols'
    ]);
  });

  it('has time run down: later is lower', () => {
    expect(at(10).needle.y).toBeLessThan(at(20).needle.y);
  });

  it('shows the way ahead of a message in flight, and none once it has arrived', () => {
    const response = (time: number) => at(time).segments.find((s) => s.address === 'response');
    expect(response(79)?.ghost).not.toBe('');
    expect(response(89)?.ghost).toBe('');
  });

  it('has hollow rails while connecting and solid ones when open', () => {
    const states = (time: number) => at(time).rails.map((rail) => rail.parts.map((p) => p.state));
    expect(states(80)).toEqual([
      ['connecting', 'ahead'],
      ['connecting', 'open', 'ahead']
    ]);
  });

  it('covers each rail from top to bottom without a gap', () => {
    for (const time of [0, 50, 91]) {
      for (const { parts } of at(time).rails) {
        for (let i = 1; i < parts.length; i++) {
          const above = parts[i - 1];
          expect(
            Math.abs((above?.y ?? 0) + (above?.height ?? 0) - (parts[i]?.y ?? 0))
          ).toBeLessThan(0.2);
        }
      }
    }
  });

  it('is the same drawing at the same instant, whatever was drawn before', () => {
    const before = at(69);
    at(91);
    expect(at(69)).toEqual(before);
  });

  it('keeps one size for the whole trace, and shortens labels where it is narrow', () => {
    for (const size of ['wide', 'narrow'] as const) {
      const sizes = [0, 44, 91]
        .map((time) => ladder(trace, time, size))
        .map((g) => [g.width, g.height]);
      expect(new Set(sizes.map(String)).size).toBe(1);
    }
    expect(
      ladder(trace, 91, 'narrow')
        .segments.map(({ text }) => text)
        .slice(-2)
    ).toEqual(['GET /demo', '101']);
  });

  it('marks a lost segment and stops it half way', () => {
    const lost = {
      ...trace,
      events: trace.events.map((e) =>
        e.type === 'segment' && e.at === 1 ? { ...e, arrives: null } : e
      )
    };
    const [syn] = ladder(lost, 50, 'wide').segments;
    expect(syn?.lost).toBe(true);
    expect(syn?.head).toBe('');
  });
});

describe('the message', () => {
  it('has a row a line and a cell a byte', () => {
    const lines = messageLines(responseBytes, heads.response ?? [], 'response');
    expect(lines.map(({ offset }) => offset)).toEqual([0, 34, 54, 75, 127]);
    const cells = lines.flatMap((line) => line.leaves.flatMap((leaf) => leaf.cells));
    expect(cells.map(({ hex }) => Number.parseInt(hex, 16))).toEqual([...responseBytes]);
  });

  it('shows spaces, line ends and other bytes as what they are', () => {
    expect([0x41, 0x20, 0x0d, 0x0a, 0x00, 0xff].map((byte) => cellOf(byte).glyph)).toEqual([
      ...['A', '·', 'CR', 'LF', 'NUL', '.']
    ]);
  });
});

describe('addresses', () => {
  const leaves = leavesOfHead(heads.request ?? [], 'request');
  const at = (address: string) =>
    leaves.filter((leaf) => isAt(leaf, address)).map(({ span }) => span.value);

  it('mean every leaf that has all their tags', () => {
    expect(at('method')).toEqual(['GET']);
    expect(at('host.field-value')).toEqual(['example.com']);
    expect(at('request.host')).toEqual(['Host', ':', ' ', 'example.com', '\r\n']);
    expect(at('response.host')).toEqual([]);
    expect(at('crlf')).toHaveLength(7);
  });

  it('of a leaf mean that leaf', () => {
    for (const leaf of leaves) expect(isAt(leaf, addressOf(leaf))).toBe(true);
  });

  it('have the role in which the bytes are drawn', () => {
    expect(roleOfAddress('status-code')).toBe('opcode');
    expect(roleOfAddress('sec-websocket-key')).toBe('proof');
    expect(roleOfAddress('request.host')).toBe('mask');
    expect(roleOfAddress('sec-websocket-accept.field-value')).toBe('proof');
    expect(roleOfAddress('upgrade.field-value')).toBe('payload');
  });
});

describe('the hex dump', () => {
  const leaves = leavesOfHead(heads.response ?? [], 'response');

  it('has the bytes, their offsets and the ASCII beside them', () => {
    const [first, second] = dumpRows(responseBytes, leaves, 16);
    expect(first?.offset).toBe('0000');
    expect(second?.offset).toBe('0010');
    expect(first?.bytes.map(({ ascii }) => ascii).join('')).toBe('HTTP/1.1 101 Swi');
  });

  it('gives each byte the leaf that it belongs to', () => {
    for (const { bytes } of dumpRows(responseBytes, leaves, 8))
      for (const { at, leaf } of bytes) {
        expect(leaf?.span.from).toBeLessThanOrEqual(at * 8);
        expect(leaf?.span.to).toBeGreaterThan(at * 8);
      }
  });
});

describe('the accept figure', () => {
  const derivation = deriveAcceptSync(KEY);

  it('goes through its stages with time', () => {
    expect([0, 0.99, 1, 2.5, 3, 9].map((time) => acceptAt(derivation, time).stage)).toEqual([
      ...['join', 'join', 'hash', 'regroup', 'spell', 'spell']
    ]);
  });

  it('counts the rounds of both blocks while it hashes', () => {
    const round = (time: number) => acceptAt(derivation, time).hashRound;
    expect(round(1)).toMatchObject({ block: 0, round: 0 });
    expect(round(1.425)).toMatchObject({ block: 1, round: 0 });
    expect(round(1.85)).toMatchObject({ block: 1, round: 80 });
    expect(round(2)).toMatchObject({ block: 1, round: 80 });
    expect(round(1.3).words).toHaveLength(5);
  });

  it.each([9, 6, 3] as const)('regroups the same bits in rows of %i bytes', (perRow) => {
    const { rows } = regroup(derivation.digest, perRow, 0);
    const bits = rows.flatMap((row) => row.bits.filter(({ pad }) => !pad).map(({ bit }) => bit));
    const expected = [...derivation.digest].flatMap((byte) =>
      Array.from({ length: 8 }, (_, i) => (byte >> (7 - i)) & 1)
    );
    expect(bits).toEqual(expected);
    const letters = rows.flatMap((row) => row.letters.map(({ letter }) => letter)).join('');
    expect(`${letters}=`).toBe(derivation.accept);
    expect(rows.flatMap((row) => row.bits.filter(({ pad }) => pad))).toHaveLength(2);
  });
});

describe('the truth at an instant', () => {
  const at = (time: number) => truthAt(trace, time);

  it('keeps wire and script apart', () => {
    expect(at(50)).toMatchObject({
      wire: { id: 'request', byteLength: 154 },
      script: { id: 'constructed' }
    });
    expect(at(80)).toMatchObject({
      wire: { id: 'response', byteLength: 129 },
      script: { readyState: 0 }
    });
    expect(at(91)).toMatchObject({ wire: { id: 'quiet' }, script: { id: 'open', readyState: 1 } });
  });

  it('tells the script 1006 after a refusal', () => {
    const refused = openingTrace({ policy: { paths: [] } });
    expect(truthAt(refused, refused.duration).script).toMatchObject({
      id: 'closed',
      readyState: 3,
      code: 1006
    });
  });
});

describe('the river', () => {
  it('fills with time', () => {
    const ahead = (time: number) =>
      river(trace, heads, [], time).reaches.map(
        (reach) => reach.spans.flatMap(({ cells }) => cells).filter((cell) => cell.ahead).length
      );
    expect(ahead(44)).toEqual([20, 34]);
    expect(ahead(54)).toEqual([10, 34]);
    expect(ahead(89)).toEqual([0, 0]);
    expect(river(trace, heads, [], 90).open).toBe(false);
    expect(river(trace, heads, [], 91).open).toBe(true);
  });

  const talk = conversation([
    { at: 10, by: 'client', do: 'send', text: 'Hello' },
    { at: 40, by: 'server', do: 'send', text: 'Hello' },
    { at: 70, by: 'client', do: 'close', code: 1000 }
  ]);

  it('goes on with text frames, and fills them too', () => {
    const ahead = (time: number) =>
      river(talk, headSpansOf(talk), riverFramesOf(talk), time).frames.map(
        ({ from, cells }) => `${from} ${cells.filter((cell) => cell.ahead).length}`
      );
    expect(ahead(10)).toEqual(['client 11', 'server 7']);
    expect(ahead(30)).toEqual(['client 0', 'server 7']);
    expect(ahead(60)).toEqual(['client 0', 'server 0']);
  });

  it('says of each byte of a frame what it is', () => {
    const [masked, plain] = riverFramesOf(talk).map(({ bytes }) =>
      bytes.map(({ roles, split, word, gloss }) =>
        [roles.join('+'), split, word ?? gloss].join(' ')
      )
    );
    const [head, length] = ['control+opcode 4 text', 'mask+length 1 5'];
    const payload = [...'Hello'].map((letter) => `payload  ${letter}`);
    expect(masked).toEqual([head, length, ...Array(4).fill('key  key'), ...payload]);
    expect(plain).toEqual([head, length, ...payload]);
  });
});

it('pushes labels apart', () => {
  expect(spread([10, 12, 40], 15)).toEqual([10, 25, 40]);
});
