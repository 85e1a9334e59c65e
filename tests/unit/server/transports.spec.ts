import { describe, expect, it } from 'vitest';
import { transportsFromFragment } from '#lib/figures/race/link.ts';
import { readChapter } from '#lib/server/chapters.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { mathOf } from '#lib/server/formula-math.ts';
import { quantumLeap } from '#lib/server/leap-values.ts';
import { transportLabFragment } from '#lib/server/race-links.ts';
import { raceSettings, type RaceSettings } from '#lib/server/races.ts';
import { tableOf } from '#lib/server/tables.ts';
import { framingOf, headsOf } from '#lib/server/transport-bytes.ts';
import { roundTripRows } from '#lib/server/transport-tables.ts';
import { transportValues } from '#lib/server/transport-values.ts';
import {
  FORMULAS,
  INITIAL,
  type Formula,
  type FormulaId
} from '#lib/simulation/transports/formulas.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

const { races } = dataAt<{ races: Record<string, RaceSettings> }>(
  'chapters/10-transports-compared/chapter.json'
);
const main = races['main'] ?? expect.fail('no main race');

describe('what the prose on transports prints', () => {
  const values = transportValues(main, 'en');

  it('comes from the same settings in the race and in the formulas', () => {
    const { polling, roundTrip, workload, longPolling } = raceSettings(main);
    expect({
      interval: polling.interval,
      oneWay: roundTrip / 2,
      rate: workload.rate,
      hold: longPolling.hold
    }).toEqual({
      interval: INITIAL.interval,
      oneWay: INITIAL.oneWay,
      rate: INITIAL.rate,
      hold: INITIAL.hold
    });
  });

  it('has the formulas’ values', () => {
    expect(values).toMatchObject({
      'formula.short-poll.mean': '290',
      'formula.short-poll.most': '540',
      'formula.push.mean': '40',
      'formula.empty-share.share': '36.8',
      'long-poll.cap': '12.5'
    });
  });

  it('shrinks the leap of 2010 step by step', () => {
    expect(values).toMatchObject({
      'leap.bytes': '871 bytes',
      'leap.ratio': '435',
      'leap.on-the-wire.ratio': '8.3',
      'leap.chromium.ratio': '7.3',
      'leap.http2.ratio': '1.8'
    });
    expect(quantumLeap().assumed.byClients.map(({ pollMbit }) => pollMbit)).toEqual([
      6.968, 69.68, 696.8
    ]);
  });

  it('has the same names in each language', () => {
    for (const language of LANGUAGES)
      expect(Object.keys(transportValues(main, language))).toEqual(Object.keys(values));
  });
});

describe('bytes of single exchanges', () => {
  it('are those of the least WebSocket handshake and poll, but for host and target', () => {
    // FACTS: 27 bytes for `GET / HTTP/1.1` and `Host: a`; 129 for the least 101.
    const longer = 'server.example.com'.length - 'a'.length + 'poll'.length;
    expect(headsOf('minimal', 26)).toMatchObject({ upgraded: 129 });
    expect(headsOf('minimal', 26).poll).toBe(27 + longer + 'Cookie: \r\n'.length + 20);
  });

  it('are two bytes of framing from the server, six from the client', () => {
    expect(framingOf('websocket', 'server', 26)).toBe(2);
    expect(framingOf('websocket', 'client', 26)).toBe(6);
    expect(framingOf('websocket', 'server', 126)).toBe(4);
    expect(framingOf('sse', 'server', 26)).toBeGreaterThanOrEqual(8 + 5);
  });
});

describe('the table of round trips', () => {
  const row = (id: string) => roundTripRows().find((one) => one.id === id);

  it('says for what is simulated what the facts say', () => {
    expect(row('plain')).toMatchObject({ open: 2, first: 2.5 });
    expect(row('full')).toMatchObject({ open: 3, first: 3.5 });
    expect(row('resumed')).toMatchObject({ open: 3, first: 3.5 });
    expect(row('warm')).toMatchObject({ open: 1 });
  });

  it('names a source for every other row', () => {
    const simulated = ['plain', 'full', 'resumed', 'warm'];
    for (const { id, source } of roundTripRows())
      expect(source === undefined, id).toBe(simulated.includes(id));
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(['round-trips', 'heads', 'measured', 'leap-printed', 'leap-steps'])(
    'the table %s is whole',
    (name) => {
      const html = tableOf(name, language) ?? '';
      const cells = html
        .split('<tr>')
        .slice(1)
        .map((line) => line.split(/<t[dh]/).length);
      expect(new Set(cells).size).toBe(1);
      expect(cells.length).toBeGreaterThan(3);
      expect(html).not.toMatch(/NaN|undefined/);
    }
  );

  it('each formula has a drawing and words for each line', () => {
    const words = dataAt<{ formula: Record<string, string> }>(`ui/${language}.json`).formula;
    for (const id of Object.keys(FORMULAS) as FormulaId[]) {
      const { lines, variables }: Formula = FORMULAS[id];
      expect(words[id], id).toBeTruthy();
      for (const line of lines) {
        expect(mathOf(id, line.id), `${id} ${line.id}`).toMatch(/^<math alttext="[^"]+">/);
        expect(words[`${id}-${line.id}`], `${id} ${line.id}`).toBeTruthy();
      }
      for (const variable of variables) expect(words[`v-${variable}`], variable).toBeTruthy();
    }
  });

  it('the chapter shows each formula once', () => {
    const { blocks } = readChapter(language, 'transports-compared')?.text ?? { blocks: [] };
    const shown = blocks.flatMap((block) => (block.type === 'formula' ? [block.name] : []));
    expect(shown.toSorted()).toEqual(Object.keys(FORMULAS).toSorted());
  });
});

describe('a link from a chapter into the transport lab', () => {
  it('holds the race, or two that are compared', async () => {
    const one = await transportsFromFragment(transportLabFragment(['main'], races) ?? '');
    expect(one).toMatchObject({ settings: [raceSettings(main)], lanes: TRANSPORTS });
    const two = await transportsFromFragment(transportLabFragment(['main', 'twice'], races) ?? '');
    expect(two?.settings.map(({ polling }) => polling.interval)).toEqual([500, 250]);
  });

  it('is made of races that are there', () => {
    expect(transportLabFragment(['nothing'], races)).toBeUndefined();
    expect(transportLabFragment(['main', 'main', 'main'], races)).toBeUndefined();
    expect(transportLabFragment([], races)).toBeUndefined();
  });
});
