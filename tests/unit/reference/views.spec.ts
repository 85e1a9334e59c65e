import { describe, expect, it } from 'vitest';
import { frameFromFragment } from '#lib/links/frame-link.ts';
import { handshakeFromFragment } from '#lib/links/handshake-link.ts';
import { brokenIn as brokenInFrames } from '#lib/labs/frame/breaking.ts';
import { brokenIn as brokenInHandshake } from '#lib/labs/handshake/breaking.ts';
import { readState } from '#lib/labs/handshake/model.ts';
import { CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';
import { HANDSHAKE_FIELDS } from '#lib/protocol/websocket/handshake-fields.ts';
import { OPCODES } from '#lib/protocol/websocket/opcode.ts';
import { RULE_IDS, RULES, type RuleId } from '#lib/protocol/rules.ts';
import { filterRules } from '../../helpers/filter-rules.ts';
import type { View, ViewOf } from '#lib/reference/view.ts';
import { LANGUAGES } from '#lib/server/content.ts';
import { REFERENCE_PAGES } from '#lib/server/reference-pages.ts';
import { referenceWords } from '#lib/server/reference.ts';
import { rfcUrl } from '#lib/ui/rfc.ts';
import { pageAt, TOPIC_PATHS } from '../../../src/routes/[lang]/reference/[...topic]/views.ts';

function view<Topic extends View['topic']>(
  path: string,
  topic: Topic,
  language = 'en'
): ViewOf<Topic> {
  const page = pageAt(path, language);
  if (page?.view.topic !== topic) throw new Error(`${path} is no page of ${topic}`);
  return page.view as ViewOf<Topic>;
}
const fragmentOf = (href: string | undefined) => href?.split('#')[1] ?? '';

describe.each(LANGUAGES)('the reference in %s', (language) => {
  it.each(TOPIC_PATHS)('has a title and a sentence for "%s"', (path) => {
    const page = pageAt(path, language);
    expect(page?.title).toBeTruthy();
    expect(page?.lede).toBeTruthy();
  });

  it('has no other pages', () => {
    expect(pageAt('nothing', language)).toBeUndefined();
    expect(pageAt('close-codes/1016', language)).toBeUndefined();
  });

  it('says something of every opcode, once', () => {
    const { rows } = view('opcodes', 'opcodes', language);
    for (const { opcode, kind, section } of OPCODES) {
      const [row, ...more] = rows.filter(({ from, to }) => from <= opcode && opcode <= to);
      expect(more).toEqual([]);
      expect(row).toMatchObject({ kind, section });
      expect(row?.html).toBeTruthy();
    }
  });

  it('has a page for every close code, with something to look for', () => {
    for (const { code, name } of CLOSE_CODES) {
      const page = view(`close-codes/${code}`, 'closeCode', language);
      expect(page).toMatchObject({ code, name });
      expect(page.look.length).toBeGreaterThan(0);
    }
  });

  it('has a line for every field and every rule', () => {
    const fields = view('fields', 'fields', language).rows;
    expect(fields.map(({ name }) => name)).toEqual(HANDSHAKE_FIELDS.map(({ name }) => name));
    for (const { name, html, examples } of fields) {
      expect(html, name).toBeTruthy();
      expect(examples.length, name).toBeGreaterThan(0);
    }
    expect(view('rules', 'rules', language).rows.map(({ id }) => id)).toEqual(RULE_IDS);
  });

  it('uses all of its words, and no others', () => {
    const words = referenceWords(language);
    const said = view('errors', 'errors', language).sections.flatMap(({ rows }) => rows);
    expect(said.map(({ id }) => id).toSorted()).toEqual(Object.keys(words.errors).toSorted());
    const errata = view('errata', 'errata', language).rows.map(({ id }) => id);
    expect(errata.toSorted()).toEqual(Object.keys(words.errata).toSorted());
    const opcodes = view('opcodes', 'opcodes', language).rows.map(({ id }) => id);
    expect(opcodes.toSorted()).toEqual(Object.keys(words.opcodes).toSorted());
  });
});

it('the prose of chapters can link to each of its pages', () => {
  const paths = TOPIC_PATHS.map((path) => (path === '' ? 'reference' : `reference/${path}`));
  expect(REFERENCE_PAGES.toSorted()).toEqual(paths.toSorted());
});

describe('a close code', () => {
  const page = (code: number) => view(`close-codes/${code}`, 'closeCode');

  it('is drawn as the frame that carries it, or not at all', () => {
    expect(page(1000).bytes?.map(({ hex }) => hex)).toEqual(['88', '02', '03', 'e8']);
    expect(page(1005).bytes?.map(({ hex }) => hex)).toEqual(['88', '00']);
    expect(page(1006).bytes).toBeUndefined();
  });

  it('tells what a script is told', () => {
    expect(page(1001).event).toEqual({ code: 1001, clean: true });
    expect(page(1005).event).toEqual({ code: 1005, clean: true });
    expect(page(1006).event).toEqual({ code: 1006, clean: false });
    // Browsers hide a failure of TLS too.
    expect(page(1015).event).toEqual({ code: 1006, clean: false });
    expect(page(1004).event).toBeUndefined();
  });

  it('tells what receivers do with it, where they differ', () => {
    expect(page(1004).receivers.map(({ who, script }) => [who, script])).toEqual([
      ['RFC 6455', '`error`, then `close` with 1006'],
      ['Chromium 156', '`close` with 1004'],
      ['ws 8.23', '`error`, then `close` with 1006']
    ]);
    expect(page(1000).receivers).toHaveLength(1);
  });

  it('lists the rules for which it is sent, from the table of rules', () => {
    expect(page(1007).chromiumSends).toEqual([]);
    expect(page(1007).wsSends.map(({ id }) => id)).toContain('text-utf8');
    for (const { id } of page(1002).chromiumSends) expect(RULES[id].chromium).toBe('closes 1002');
  });
});

describe('links into the labs', () => {
  it.each(
    view('rules', 'rules')
      .rows.filter(({ lab }) => lab)
      .map((row) => [row.id, row.lab])
  )('show %s broken', async (id, lab) => {
    const frames = lab?.includes('labs/frame/');
    const fragment = fragmentOf(lab);
    const broken = frames
      ? await frameFromFragment(fragment).then((state) => state && brokenInFrames(state))
      : await handshakeFromFragment(fragment).then((state) => state && brokenInHandshake(state));
    expect([...(broken ?? [])]).toContain(id);
  });

  it('lead to handshakes that make the implementation say just that', async () => {
    const { sections } = view('errors', 'errors');
    for (const { id, rows } of sections) {
      if (id !== 'errHandshake' && id !== 'errWs') continue;
      for (const row of rows) {
        const state = await handshakeFromFragment(fragmentOf(row.lab));
        if (!state) throw new Error(`${row.id} has no link`);
        const reading = readState(state);
        const said = id === 'errWs' ? reading.wsClient : reading.chromium;
        expect(said).toEqual({ type: 'fail', message: row.message });
      }
    }
  });

  it('say each message once', () => {
    const messages = view('errors', 'errors').sections.map(({ rows }) =>
      rows.map(({ message }) => message)
    );
    for (const list of messages) {
      expect(new Set(list).size).toBe(list.length);
      for (const message of list) expect(message).toBeTruthy();
    }
  });
});

describe('the errata', () => {
  it('are shown by values that the engine computes', () => {
    const [key, , length] = view('errata', 'errata').rows;
    expect(key?.facts.map(({ printed }) => printed)).toEqual([
      'AQIDBAUGBwgJCgsMDQ4PEC==',
      expect.any(String)
    ]);
    expect(key?.facts[0]?.right).toBe('AQIDBAUGBwgJCgsMDQ4PEA==');
    expect(key?.facts[1]?.printed).not.toBe(key?.facts[1]?.right);
    expect(length?.facts[0]).toMatchObject({ printed: '7', right: '11' });
  });
});

describe('filtering the rules', () => {
  const { rows } = view('rules', 'rules');
  const ids = (filter: Parameters<typeof filterRules>[1]): RuleId[] => filterRules(rows, filter);

  it('shows all at first', () => {
    expect(ids({})).toEqual(RULE_IDS);
  });

  it('takes words in any order, also of the section and the id', () => {
    expect(ids({ text: 'utf-8 reason' })).toContain('close-reason-utf8');
    expect(ids({ text: '§5.5.1 code' })).toContain('close-code-order');
    expect(ids({ text: 'mask-server' })).toEqual(['mask-server']);
    expect(ids({ text: 'no such rule' })).toEqual([]);
  });

  it('takes standard, duty and level together', () => {
    const found = ids({ source: 'RFC 7692', who: 'client', level: 'MUST NOT' });
    expect(found.length).toBeGreaterThan(0);
    for (const id of found) {
      expect(RULES[id].section).toContain('RFC 7692');
      expect(RULES[id].who).not.toBe('server');
      expect(RULES[id].level).toBe('MUST NOT');
    }
  });
});

it('cites a section for every field, as a link', () => {
  for (const { name, section } of HANDSHAKE_FIELDS)
    for (const part of section.split('; ')) expect(rfcUrl(part), `${name} ${part}`).toBeDefined();
});
