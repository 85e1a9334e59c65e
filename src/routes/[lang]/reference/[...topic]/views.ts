/** A page of the reference by its path below `reference/`. */
import { CLOSE_CODE_RANGES, CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';
import { HANDSHAKE_FIELDS } from '#lib/protocol/websocket/handshake-fields.ts';
import { RULE_IDS } from '#lib/protocol/rules.ts';
import { CLOSE, OPCODES } from '#lib/protocol/websocket/opcode.ts';
import type { TopicId, View } from '#lib/reference/view.ts';
import { glossaryOf } from '#lib/server/glossary.ts';
import { closeCodeView } from './close-code.ts';
import { closeCodesView } from './close-codes.ts';
import { errataView } from './errata.ts';
import { fieldsView } from './fields.ts';
import { messagesView } from './messages.ts';
import { opcodesView } from './opcodes.ts';
import { rulesView } from './rules.ts';
import { deskFor, type Desk } from './topic.ts';

const TOPICS: Readonly<Record<string, (desk: Desk) => View>> = {
  opcodes: opcodesView,
  'close-codes': closeCodesView,
  fields: fieldsView,
  rules: rulesView,
  errors: messagesView,
  errata: errataView
};

/** Paths below `reference/`; '' is its first page. */
export const TOPIC_PATHS: readonly string[] = [
  '',
  ...Object.keys(TOPICS),
  ...CLOSE_CODES.map(({ code }) => `close-codes/${code}`)
];

function contentsView({ root, language, words }: Desk): View {
  const topic = (id: TopicId, path: string, n: number, sample: string) => ({
    id,
    href: `${root}${path}/`,
    n,
    sample
  });
  return {
    topic: 'contents',
    topics: [
      topic(
        'closeCodes',
        'reference/close-codes',
        CLOSE_CODES.length + CLOSE_CODE_RANGES.length,
        '1006'
      ),
      topic('errors', 'reference/errors', Object.keys(words.errors).length, 'net::ERR_…'),
      topic('rules', 'reference/rules', RULE_IDS.length, 'MUST NOT'),
      topic('fields', 'reference/fields', HANDSHAKE_FIELDS.length, 'Sec-WebSocket-…'),
      topic('opcodes', 'reference/opcodes', OPCODES.length, CLOSE.toString(2)),
      topic('errata', 'reference/errata', Object.keys(words.errata).length, '§'),
      topic('glossary', 'glossary', glossaryOf(language).length, 'wasClean')
    ]
  };
}

export interface ReferencePage {
  readonly title: string;
  readonly lede: string;
  readonly view: View;
}

/** Undefined where there is no such page. `root` leads from it to the folder of its language. */
export function pageAt(
  path: string,
  language: string,
  root = '../'.repeat(path === '' ? 1 : path.split('/').length + 1)
): ReferencePage | undefined {
  const desk = deskFor(language, root);
  const { t, words } = desk;
  const view =
    path === ''
      ? contentsView(desk)
      : path.startsWith('close-codes/')
        ? closeCodeView(desk, path.slice('close-codes/'.length))
        : TOPICS[path]?.(desk);
  if (!view) return undefined;
  if (view.topic === 'closeCode')
    return {
      title: `${view.code} ${view.name}`,
      lede: words.closeCodes[view.code]?.about ?? '',
      view
    };
  return view.topic === 'contents'
    ? { title: t('reference.title'), lede: t('reference.lede'), view }
    : { title: t(`reference.${view.topic}`), lede: t(`reference.${view.topic}Lede`), view };
}
