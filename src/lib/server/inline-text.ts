/** A line of Markdown as data: text, `code` and links into RFCs. Anything else fails the build. */
import type { PhrasingContent, Root } from 'mdast';
import remarkParse from 'remark-parse';
import remarkSmartypants from 'remark-smartypants';
import { unified } from 'unified';
import type { Inline } from '#lib/live/run/scenario.ts';
import { rfcLink } from './markdown.ts';

const parser = unified().use(remarkParse);
/** Typographic quotes and apostrophes; what is code stays as it is. */
const typesetter = unified().use(remarkSmartypants, { dashes: false, ellipses: false });

function pieceOf(node: PhrasingContent, line: string): Inline {
  if (node.type === 'text') return node.value;
  if (node.type === 'inlineCode') return { code: node.value };
  const [label, ...more] = node.type === 'link' ? node.children : [];
  if (node.type === 'link' && label?.type === 'text' && !more.length) {
    const [, reference] = /^rfc:(.+)$/.exec(node.url) ?? [];
    if (reference) return { text: label.value, href: rfcLink(reference) };
  }
  throw new Error(`content: only text, code and rfc: links may stand in "${line}"`);
}

/** Throws an Error where the line is empty or holds what it may not. */
export function inlineText(line: string): Inline[] {
  const { children } = typesetter.runSync(parser.parse(line)) as Root;
  const [paragraph, ...more] = children;
  if (paragraph?.type !== 'paragraph' || more.length)
    throw new Error(`content: "${line}" is not one line of text`);
  return paragraph.children.map((node) => pieceOf(node, line));
}
