import {
  arrowPath,
  BAND,
  bandPath,
  crossSite,
  type Row
} from '#lib/figures/cross-site/cross-site.ts';
import { crossSiteWords, jarText } from '#lib/figures/cross-site/cross-site-words.ts';
import type { Translate } from '#lib/i18n/messages.ts';
import { playFrom, type CrossSiteEvent, type PlayBook } from '#lib/simulation/cross-site/play.ts';
import { HOST, ORIGINS, type CrossSiteSettings } from '#lib/simulation/cross-site/settings.ts';
import { PAINT } from '../paint.ts';
import { circle, path, rect, words, type Drawing } from '../svg.ts';

type Verdict = Extract<CrossSiteEvent, { type: 'check' }>['verdict'];

/** Passed, failed, not looked at. */
const VERDICTS: Readonly<Record<Verdict, (x: number, y: number) => string>> = {
  passed: (x, y) => `M${x - 4} ${y}l3 3 5-6`,
  failed: (x, y) => `M${x - 4} ${y - 4}l8 8m0-8l-8 8`,
  skipped: (x, y) => `M${x - 4} ${y}h8`
};

function row({ event, y, from, to, lines }: Row, server: number): string {
  const isCheck = event.type === 'check';
  const bad = isCheck && event.verdict === 'failed';
  const stroke = bad ? PAINT.violation : PAINT.ink;
  const mark =
    event.type === 'message'
      ? path(bandPath(from, to, y), { fill: PAINT[event.from] })
      : event.type === 'cookie'
        ? circle(from, y + 8, 6, {
            fill: event.goes ? PAINT.client : PAINT.plate,
            stroke: PAINT.client,
            'stroke-width': 2
          })
        : isCheck
          ? rect(from - 8, y - 0.5, 16, 16, { fill: PAINT.plate, stroke, 'stroke-width': 1.5 }) +
            path(VERDICTS[event.verdict](from, y + 7.5), { stroke, 'stroke-width': 1.75 })
          : path(arrowPath(from, to, y + 8), { stroke: PAINT.client, 'stroke-width': 1.5 });
  return (
    mark +
    lines
      .map((line) =>
        words(isCheck ? server - 14 : line.x, line.y, line.text, {
          face: line.kind === 'fact' ? 'sans' : 'mono',
          size: 12.5,
          anchor: isCheck ? 'end' : 'start',
          fill: line.kind === 'band' ? PAINT['on-ink'] : bad ? PAINT.violation : PAINT.ink,
          halo: line.kind !== 'band'
        })
      )
      .join('')
  );
}

/** As much of a scene as fits, from its beginning: whole rows. */
const HEIGHT = 330;

/** Page, browser and server, with what goes between them. */
export function crossSiteDrawing(
  book: PlayBook,
  settings: CrossSiteSettings,
  t: Translate
): Drawing {
  const play = playFrom(book, settings);
  if (!play) throw new Error('the book has no such scene');
  const g = crossSite(
    play,
    play.events.length,
    'wide',
    crossSiteWords(settings, t),
    jarText(settings, book.cookie)
  );
  const rows = g.rows.filter((_, i) => (g.rows[i + 1]?.y ?? g.height) <= HEIGHT);
  const bottom = Math.min(g.height, HEIGHT);
  const life = (x: number, role: 'client' | 'server') =>
    path(`M${x} 42V${bottom}`, { stroke: PAINT[role], 'stroke-width': 2 });
  const who = settings.opener === 'program' ? t('crossSite.aProgram') : ORIGINS[settings.opener];
  const { jar, browser = 0 } = g;
  return {
    width: g.width,
    height: bottom + BAND / 4,
    svg: [
      words(g.page - 10, 15, who, { face: 'mono', size: 13 }),
      words(g.server + 10, 15, HOST, { face: 'mono', size: 13, anchor: 'end' }),
      words(browser + 12, 40, t('crossSite.browserJar'), { size: 13, fill: PAINT['ink-2'] }),
      words(g.server - 12, 40, t('crossSite.server'), {
        size: 13,
        anchor: 'end',
        fill: PAINT['ink-2']
      }),
      life(g.page, 'client'),
      life(browser, 'client'),
      life(g.server, 'server'),
      circle(g.page, 36, 6.5, { fill: PAINT.client }),
      circle(browser, 36, 5.5, { fill: PAINT.plate, stroke: PAINT.client, 'stroke-width': 2 }),
      rect(g.server - 6.5, 29.5, 13, 13, { fill: PAINT.server }),
      jar
        ? rect(jar.x + 0.5, jar.y + 0.5, jar.width, 38, {
            fill: PAINT.plate,
            stroke: PAINT['ink-3'],
            rx: 4
          }) +
          path(`M${jar.x - 3} ${jar.y}h${jar.width + 6}`, {
            stroke: PAINT.ink,
            'stroke-width': 2.5
          }) +
          jar.lines
            .map(({ x, y, text }) => words(x, y, text, { face: 'mono', size: 12.5 }))
            .join('')
        : '',
      ...rows.map((one) => row(one, g.server))
    ].join('')
  };
}
