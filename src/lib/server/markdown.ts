/**
 * Markdown with directives to blocks of HTML, at build time; nothing of this ships to the page.
 * Prose holds words only: every number comes through `:value[name]`, every link to a span, a
 * glossary entry or a rule's section is checked, and an unknown one fails the build.
 */
import type { Link, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive';
import rehypeStringify from 'rehype-stringify';
import remarkDirective from 'remark-directive';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import remarkSmartypants from 'remark-smartypants';
import { unified } from 'unified';
import { roleOfAddress } from '#lib/figures/parts/address.ts';
import type { FormulaText } from './formula-text.ts';

export type Block =
  | { type: 'prose'; html: string }
  | { type: 'step'; id: string; title: string; html: string }
  | {
      type: 'question';
      kind: 'predict' | 'check';
      id: string;
      title: string;
      choices: { html: string; correct: boolean }[];
      answer: string;
      /** The trace that the answer shows. */
      scenario: string | undefined;
    }
  | ExerciseText
  | { type: 'tools'; title: string; html: string }
  | { type: 'commands'; name: string }
  | ({ type: 'formula' } & FormulaText);

/** The words of an exercise; its settings stand in chapter.json. */
export interface ExerciseText {
  type: 'exercise';
  id: string;
  /** What is to be done, and what has to be known for it. */
  title: string;
  task: string;
  /** What is said of an outcome, by its name. */
  notes: Record<string, string>;
  answer: string;
}

export interface ParsedText {
  title: string;
  lede: string;
  /** The lede as plain text: the description of the page. */
  description: string;
  blocks: Block[];
}

/** What the prose may refer to. */
export interface References {
  /** Engine-made values, ready for the reader. */
  readonly values: Readonly<Record<string, string>>;
  readonly isSpan: (address: string) => boolean;
  /** Whether a cell, a column or a row of the table of tools has that address. */
  readonly isCell?: (address: string) => boolean;
  /** Link to a glossary entry, or undefined when there is none. */
  readonly termLink: (term: string) => string | undefined;
  /** Link to a page of this site, or undefined when there is none. */
  readonly pageLink: (path: string) => string | undefined;
  /** Link to the frame lab with frames of the chapter, or undefined when there are none such. */
  readonly framesLink?: (names: string) => string | undefined;
  /** Link to the transport lab with a race of the chapter, or with two, or undefined. */
  readonly raceLink?: (names: string) => string | undefined;
  /** Link to the live lab with a lesson, or undefined. */
  readonly lessonLink?: (name: string) => string | undefined;
  /** Address of a file that a reader can open in the capture lab, or undefined. */
  readonly sampleLink?: (name: string) => string | undefined;
  /** A formula with its first values, or undefined. */
  readonly formula?: (name: string) => FormulaText | undefined;
  /** HTML of a configuration, or of what comes of it, or undefined when there is none. */
  readonly config?: (name: string) => string | undefined;
  /** Link to the live lab with a run of the chapter, or undefined. */
  readonly runLink?: (name: string) => string | undefined;
  /** HTML of a table that the engine makes, or undefined when there is none. */
  readonly table?: (name: string) => string | undefined;
}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkDirective);
/** Typographic quotes and apostrophes; what is code stays as it is. */
const typesetter = unified().use(remarkSmartypants, { dashes: false, ellipses: false });
const renderer = unified().use(remarkRehype).use(rehypeStringify);

const fail = (what: string): never => {
  throw new Error(`content: ${what}`);
};

function toHtml(children: RootContent[]): string {
  const root: Root = { type: 'root', children };
  return renderer.stringify(renderer.runSync(root) as never).trim();
}

const inlineHtml = (children: PhrasingContent[]): string =>
  toHtml([{ type: 'paragraph', children }]).replace(/^<p>|<\/p>$/g, '');

function plainText(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(plainText).join('') : '';
}

/** RFC 6455 §5.3 as a link into the RFC's own page. */
export function rfcLink(reference: string): string {
  const [, number, section] = /^(\d+)(?:#([\w.-]+))?$/.exec(reference) ?? [];
  if (!number) return fail(`rfc:${reference}`);
  const anchor = section ? (/^\d/.test(section) ? `#section-${section}` : `#${section}`) : '';
  return `https://www.rfc-editor.org/rfc/rfc${number}${anchor}`;
}

/** Where a link leads; throws where that is nowhere. */
function resolveLink(node: Link, references: References): void {
  const [, scheme, target = ''] = /^(\w+):(.*)$/.exec(node.url) ?? [];
  const attributes: Record<string, string> = {};
  if (scheme === 'span') {
    if (!references.isSpan(target)) fail(`unknown span ${target}`);
    attributes['className'] = `term r-${roleOfAddress(target)}`;
    attributes['dataAddress'] = target;
    node.url = '#figure';
  } else if (scheme === 'cell') {
    if (!references.isCell?.(target)) fail(`unknown cell ${target}`);
    attributes['className'] = 'term r-control';
    attributes['dataAddress'] = target;
    node.url = '#figure';
  } else if (scheme === 'term') {
    node.url = references.termLink(target) ?? fail(`unknown term ${target}`);
    attributes['className'] = 'gloss';
  } else if (scheme === 'page') {
    node.url = references.pageLink(target) ?? fail(`unknown page ${target}`);
  } else if (scheme === 'frames') {
    node.url = references.framesLink?.(target) ?? fail(`unknown frames ${target}`);
  } else if (scheme === 'race') {
    node.url = references.raceLink?.(target) ?? fail(`unknown race ${target}`);
  } else if (scheme === 'lesson') {
    node.url = references.lessonLink?.(target) ?? fail(`unknown lesson ${target}`);
  } else if (scheme === 'run') {
    node.url = references.runLink?.(target) ?? fail(`unknown run ${target}`);
  } else if (scheme === 'sample') {
    node.url = references.sampleLink?.(target) ?? fail(`unknown sample ${target}`);
    attributes['download'] = target;
  } else if (scheme === 'rfc') {
    node.url = rfcLink(target);
  }
  node.data = { ...node.data, hProperties: attributes };
}

function resolveLinks(node: Nodes, references: References): void {
  if (node.type === 'link') resolveLink(node, references);
  if ('children' in node) for (const child of node.children) resolveLinks(child, references);
}

function resolveValues(node: Nodes, references: References): void {
  if (!('children' in node)) return;
  node.children = node.children.map((child: Nodes) => {
    if (child.type !== 'textDirective') {
      resolveValues(child, references);
      return child;
    }
    return valueNode(child, references);
  }) as typeof node.children;
}

/** `:value[name]` as text, `:code[name]` as code; any other colon was only a colon. */
function valueNode(directive: TextDirective, references: References): PhrasingContent {
  if (directive.children.length === 0) return { type: 'text', value: `:${directive.name}` };
  const name = plainText(directive);
  if (directive.name !== 'value' && directive.name !== 'code')
    return fail(`unknown directive :${directive.name}`);
  const value = references.values[name] ?? fail(`unknown value ${name}`);
  return directive.name === 'code' ? { type: 'inlineCode', value } : { type: 'text', value };
}

function isLabel(node: RootContent | undefined): boolean {
  return node?.type === 'paragraph' && node.data !== undefined && 'directiveLabel' in node.data;
}

/** The heading that a container begins with, and the rest. */
function splitHeading(directive: ContainerDirective): {
  title: PhrasingContent[];
  rest: RootContent[];
} {
  const [first, ...rest] = directive.children as RootContent[];
  if (first?.type !== 'heading') return fail(`:::${directive.name} begins with no heading`);
  return { title: first.children, rest };
}

const idOf = (directive: ContainerDirective): string =>
  directive.attributes?.['id'] ?? fail(`:::${directive.name} has no id`);

function question(directive: ContainerDirective, kind: 'predict' | 'check'): Block {
  const { title, rest } = splitHeading(directive);
  const list = rest.find((node) => node.type === 'list');
  if (list?.type !== 'list') return fail(`:::${directive.name} has no choices`);
  const choices = list.children.map((item) => {
    const [paragraph] = item.children;
    if (paragraph?.type !== 'paragraph') return fail('a choice is a line of text');
    return { html: inlineHtml(paragraph.children), correct: item.checked === true };
  });
  if (choices.filter((choice) => choice.correct).length !== 1)
    fail(`:::${directive.name} ${idOf(directive)} needs one right choice`);
  return {
    type: 'question',
    kind,
    id: idOf(directive),
    title: inlineHtml(title),
    choices,
    answer: toHtml(rest.slice(rest.indexOf(list) + 1)),
    scenario: directive.attributes?.['scenario'] ?? undefined
  };
}

/** `- `fin`: why`: the outcome, and what is said of it. */
function exercise(directive: ContainerDirective): ExerciseText {
  const { title, rest } = splitHeading(directive);
  const id = idOf(directive);
  const list = rest.find((node) => node.type === 'list');
  if (list?.type !== 'list') return fail(`:::exercise ${id} explains no outcome`);
  const notes = list.children.map((item): [string, string] => {
    const [paragraph] = item.children;
    if (paragraph?.type !== 'paragraph') return fail(`:::exercise ${id}: an outcome is a line`);
    const [outcome, colon, ...words] = paragraph.children;
    if (outcome?.type !== 'inlineCode' || colon?.type !== 'text' || !colon.value.startsWith(': '))
      return fail(`:::exercise ${id}: a line begins with the name of an outcome`);
    return [outcome.value, inlineHtml([{ ...colon, value: colon.value.slice(2) }, ...words])];
  });
  const at = rest.indexOf(list);
  return {
    type: 'exercise',
    id,
    title: inlineHtml(title),
    task: toHtml(rest.slice(0, at)),
    notes: Object.fromEntries(notes),
    answer: toHtml(rest.slice(at + 1))
  };
}

function containerBlock(directive: ContainerDirective): Block {
  switch (directive.name) {
    case 'step': {
      const { title, rest } = splitHeading(directive);
      return { type: 'step', id: idOf(directive), title: inlineHtml(title), html: toHtml(rest) };
    }
    case 'predict':
    case 'check':
      return question(directive, directive.name);
    case 'exercise':
      return exercise(directive);
    case 'tools': {
      const { title, rest } = splitHeading(directive);
      return { type: 'tools', title: inlineHtml(title), html: toHtml(rest) };
    }
    default:
      return fail(`unknown directive :::${directive.name}`);
  }
}

function leafBlock(directive: LeafDirective, references: References): Block {
  const name = directive.attributes?.['of'] ?? fail(`::${directive.name}{of=…}`);
  if (directive.name === 'commands') return { type: 'commands', name };
  if (directive.name === 'table')
    return { type: 'prose', html: references.table?.(name) ?? fail(`unknown table ${name}`) };
  if (directive.name === 'config')
    return { type: 'prose', html: references.config?.(name) ?? fail(`unknown config ${name}`) };
  if (directive.name === 'formula')
    return { type: 'formula', ...(references.formula?.(name) ?? fail(`unknown formula ${name}`)) };
  return fail(`unknown directive ::${directive.name}`);
}

/** One paragraph of words, links and values, as HTML without its `<p>`. */
export function inlineMarkdown(markdown: string, references: References): string {
  const root = typesetter.runSync(parser.parse(markdown)) as Root;
  resolveValues(root, references);
  resolveLinks(root, references);
  const [paragraph, ...more] = root.children;
  if (paragraph?.type !== 'paragraph' || more.length) return fail(`one paragraph: ${markdown}`);
  return inlineHtml(paragraph.children);
}

/** A page: `# title`, one paragraph of lede, then prose and directives. */
export function parseText(markdown: string, references: References): ParsedText {
  const root = typesetter.runSync(parser.parse(markdown)) as Root;
  resolveValues(root, references);
  resolveLinks(root, references);
  const [heading, lede, ...body] = root.children;
  if (heading?.type !== 'heading' || lede?.type !== 'paragraph')
    return fail('a text begins with a title and a paragraph');
  const blocks: Block[] = [];
  let prose: RootContent[] = [];
  let parts = 0;
  const endProse = () => {
    if (prose.length) blocks.push({ type: 'prose', html: toHtml(prose) });
    prose = [];
  };
  for (const node of body) {
    if (node.type === 'containerDirective' || node.type === 'leafDirective') {
      endProse();
      blocks.push(
        node.type === 'leafDirective' ? leafBlock(node, references) : containerBlock(node)
      );
    } else if (!isLabel(node)) {
      // An anchor that is the same in every language: links and the search lead to it.
      if (node.type === 'heading')
        node.data = { ...node.data, hProperties: { id: `part-${++parts}` } };
      prose.push(node);
    }
  }
  endProse();
  return {
    title: plainText(heading),
    lede: inlineHtml(lede.children),
    description: plainText(lede),
    blocks
  };
}

export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** Everything that {@link parseText} would throw at, each at its line. */
export function faultsOf(markdown: string, references: References): Fault[] {
  const root = typesetter.runSync(parser.parse(markdown)) as Root;
  const faults: Fault[] = [];
  const attempt = (node: Nodes, read: () => unknown) => {
    try {
      read();
    } catch (error) {
      const message = (error instanceof Error ? error.message : String(error)).replace(
        /^content: /,
        ''
      );
      faults.push({ line: node.position?.start.line ?? 1, message });
    }
  };
  const visit = (node: Nodes): void => {
    if (node.type === 'link') attempt(node, () => resolveLink(node, references));
    if (node.type === 'textDirective') attempt(node, () => valueNode(node, references));
    if (node.type === 'leafDirective') attempt(node, () => leafBlock(node, references));
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(root);
  for (const node of root.children)
    if (node.type === 'containerDirective') attempt(node, () => containerBlock(node));
  if (faults.length === 0) attempt(root, () => parseText(markdown, references));
  return faults;
}

/** The words of a text with their lines, without what is code, a link's address or a directive. */
export function wordsIn(markdown: string): { readonly line: number; readonly text: string }[] {
  const words: { line: number; text: string }[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'text')
      words.push({ line: node.position?.start.line ?? 1, text: node.value });
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(parser.parse(markdown));
  return words;
}
