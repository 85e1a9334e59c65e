/** The tree as text: for each cause the answers that lead to it, what it is, and its evidence. */
import type { Words } from '#lib/live/run/scenario.ts';
import type { WordedLine } from '../plate/transcript.ts';
import { nodesOn, placesFrom } from './tree.ts';
import { answerOf, shortOf, type EvidenceView } from './words.ts';

const textOf = (words: Words): string =>
  words
    .map((part) => (typeof part === 'string' ? part : 'code' in part ? part.code : part.text))
    .join('');

export const evidenceLines = (view: Pick<EvidenceView, 'questions' | 'causes'>): WordedLine[] =>
  placesFrom()
    .filter(({ isCause }) => isCause)
    .map(({ node, path }, i) => {
      const nodes = nodesOn(path);
      const way = path.map(
        (answer, j) => `${shortOf(view, nodes[j] ?? '')} ${answerOf(view, nodes[j] ?? '', answer)}`
      );
      const cause = view.causes[node];
      const said = cause ? [cause.title, cause.what, ...cause.evidence, cause.remedy] : [];
      return {
        instant: 0,
        at: String(i + 1),
        who: way.join(' › '),
        text: said.map(textOf).join(' ')
      };
    });
