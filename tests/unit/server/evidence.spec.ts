import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { CAUSES, nodesOn } from '#lib/figures/evidence/tree.ts';
import { handshakeFromFragment } from '#lib/links/handshake-link.ts';
import { liveFromFragment } from '#lib/links/live-link.ts';
import type { Entry } from '#lib/live/run/run.ts';
import { Story, type Happening } from '#lib/live/run/story.ts';
import { prepareRun } from '#lib/server/chapter-runs.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { evidenceOf, LABS } from '#lib/server/evidence.ts';
import { runLesson } from '#lib/server/lesson-run.ts';

/** How the figure tells silence from a restart: one connection alone, after a wait. */
const SILENCE = 10_000;

const isApi = (one: Happening, name: string) =>
  one.side === 'client' && one.event.type === 'api' && one.event.name === name;

/** The answers that a debugger would give, from what there is to be seen of a connection. */
function answersFrom(entries: readonly Entry[]): string[] {
  const story = new Story();
  story.add(entries);
  const { happenings: all } = story;
  const close = all.find(
    (one) => isApi(one, 'close') && one.event.type === 'api' && one.event.detail['code'] === 1006
  );
  if (!close) throw new Error('no 1006');
  const own = all.filter(
    ({ connection, n }) => (connection === close.connection || connection === 0) && n <= close.n
  );
  const arrived = own.flatMap(({ event, arrives, lostStep }) =>
    event.type === 'segment' && event.to === 'client' && arrives !== null && lostStep === null
      ? [event]
      : []
  );
  const has = (name: string) => own.some((one) => isApi(one, name));
  if (!has('open')) {
    const response = arrived.find(({ carries }) => carries === 'response');
    if (!response) return ['no', 'nothing'];
    const status = latin1Decode(response.bytes).split(' ')[1] ?? '';
    if (status === '101') return ['no', '101'];
    const like: Record<string, string> = { 426: '400', 401: '403' };
    return ['no', 'status', like[status] ?? status];
  }
  if (has('error')) return ['yes', 'yes'];
  const flags = arrived.flatMap((event) => event.flags ?? []);
  if (flags.includes('RST')) return ['yes', 'no', 'rst'];
  if (!flags.includes('FIN')) return ['yes', 'no', 'none'];
  const together = all.filter((one) => isApi(one, 'close') && one.at === close.at).length;
  if (together > 1) return ['yes', 'no', 'fin', 'together'];
  const before = own.findLast(({ event }) => event.type === 'segment' && event.carries === 'frame');
  const silent = close.at - (before?.at ?? 0) > SILENCE;
  return ['yes', 'no', 'fin', silent ? 'silence' : 'alone'];
}

describe('the lab of each cause', () => {
  it('is there for every cause and for no other', () => {
    expect(Object.keys(LABS).toSorted()).toEqual(CAUSES.toSorted());
  });

  const live = Object.entries(LABS).flatMap(([cause, lab]) =>
    'lesson' in lab ? [[cause, lab] as const] : []
  );
  it.each(live)('%s: what is to be seen of the run leads to this cause', async (cause, lab) => {
    const path = answersFrom(await runLesson(prepareRun(lab)));
    expect(nodesOn(path).at(-1)).toBe(cause);
  });

  it.each(LANGUAGES)('opens with a link that its lab can read (%s)', async (language) => {
    const { labs } = evidenceOf(language);
    for (const cause of CAUSES) {
      const [page = '', fragment = ''] = labs[cause]?.split('#') ?? [];
      if (page.includes('live')) {
        const state = await liveFromFragment(`#${fragment}`);
        const lab = LABS[cause];
        if (!lab || !('lesson' in lab)) throw new Error(`${cause} is no run`);
        expect(state).toMatchObject({ ...prepareRun(lab).program, scenario: lab.lesson });
      } else {
        const state = await handshakeFromFragment(`#${fragment}`);
        expect(state?.request).toMatch(/^GET \/chat HTTP\/1\.1\nHost: /);
        expect(state?.response).toMatch(/^HTTP\/1\.1 (101|404|502) /);
      }
    }
  });
});
