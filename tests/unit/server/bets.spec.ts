import { describe, expect, it } from 'vitest';
import { betsOf, CHAPTERS, readChapter } from '#lib/server/chapters.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { raceSettings, racesOf } from '#lib/server/races.ts';
import { findingsOf } from '#lib/simulation/transports/findings.ts';
import { race } from '#lib/simulation/transports/race.ts';
import { bytesAt, sumOf } from '#lib/simulation/transports/results.ts';
import { BYTE_KINDS } from '#lib/simulation/transports/run.ts';
import { TRANSPORTS } from '#lib/simulation/transports/settings.ts';

const bets = CHAPTERS.flatMap(({ slug }) =>
  Object.entries(betsOf(slug).bets).map(([id, bet]) => ({ slug, id, bet }))
);
const winnersOf = (runs: Parameters<typeof findingsOf>[0], by: 'time' | 'bytes') =>
  findingsOf(runs, BYTE_KINDS).find(({ id }) => id === (by === 'time' ? 'fastest' : 'lightest'));

it('there are four bets in the first chapter, and WebSocket does not win all of them', () => {
  const first = bets.filter(({ slug }) => slug === CHAPTERS[0]?.slug);
  expect(first).toHaveLength(4);
  const runs = racesOf(betsOf(CHAPTERS[0]?.slug ?? '').races);
  const alone = first.filter(({ id, bet }) => {
    const winner = winnersOf(runs[id.replace('bet-', '')] ?? [], bet.by);
    return winner && 'who' in winner && String(winner.who) === 'websocket';
  });
  expect(alone).toHaveLength(1);
});

describe.each(bets)('$id of $slug', ({ slug, id, bet }) => {
  it.each(LANGUAGES)('marks the winner that the engine finds (%s)', (language) => {
    const blocks = readChapter(language, slug)?.text.blocks ?? [];
    const question = blocks.find((block) => block.type === 'question' && block.id === id);
    if (question?.type !== 'question') throw new Error(`no question ${id}`);
    expect(question.choices).toHaveLength(bet.choices.length);
    const runs = racesOf(betsOf(slug).races)[question.scenario ?? ''] ?? [];
    const winner = winnersOf(runs, bet.by);
    const marked = question.choices.findIndex(({ correct }) => correct);
    expect(bet.choices[marked]).toEqual(winner && 'who' in winner ? winner.who : undefined);
    const others = bet.choices.filter((_, i) => i !== marked);
    expect(others).not.toContainEqual(bet.choices[marked]);
  });
});

describe('what the answers say beside the winner', () => {
  const { races } = betsOf('why-websocket');
  const runs = racesOf(races);
  const order = (id: string) =>
    (runs[id] ?? [])
      .toSorted((a, b) => sumOf(bytesAt(a)) - sumOf(bytesAt(b)))
      .map(({ transport }) => transport);

  it('the chat moves the fewest bytes with WebSocket, then with SSE', () => {
    expect(order('chat').slice(0, 2)).toEqual(['websocket', 'sse']);
  });
  it('the ticker moves the fewest bytes with short polling', () => {
    expect(order('ticker')[0]).toBe('short-polling');
  });
  it('the badge costs more with WebSocket than with SSE', () => {
    expect(order('badge')).toEqual(['short-polling', 'sse', 'websocket', 'long-polling']);
  });
  it('the game ties in time, and both streams have lost a packet', () => {
    const fastest = winnersOf(runs['game'] ?? [], 'time');
    expect(fastest).toMatchObject({ who: ['sse', 'websocket'] });
    const settings = raceSettings(races['game'] ?? {});
    const calm = race({ ...settings, loss: 0 }, TRANSPORTS);
    const longest = (all: readonly (typeof calm)[number][], id: string) =>
      Math.max(
        ...(all.find(({ transport }) => transport === id)?.deliveries ?? []).map(
          ({ at, delivered, from }) =>
            from === 'server' && delivered !== null ? delivered - at : 0
        )
      );
    for (const id of ['sse', 'websocket'])
      expect(longest(runs['game'] ?? [], id)).toBeGreaterThan(2 * longest(calm, id));
  });
});
