/** How code looks: the site's tokens, which come through a shadow root. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.self], color: 'var(--length)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--payload)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--opcode)' },
  { tag: [tags.regexp, tags.escape], color: 'var(--proof)' },
  { tag: [tags.className, tags.typeName], color: 'var(--xlength)' },
  { tag: tags.comment, color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--violation)' }
]);

const frame = EditorView.theme({
  '&': { color: 'var(--ink)', minHeight: 'inherit', maxHeight: 'inherit' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '2px' },
  '.cm-scroller': {
    font: 'inherit',
    fontFeatureSettings: "'zero'",
    minHeight: 'inherit',
    maxHeight: 'inherit',
    overflow: 'auto'
  },
  '.cm-content': { padding: 'var(--pad) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--s-3) 0 var(--s-2)' },
  '.cm-gutters': { color: 'var(--ink-2)', background: 'var(--sunk)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': {
    minWidth: 'var(--numbers)',
    padding: '0 var(--s-2) 0 0',
    boxSizing: 'border-box'
  },
  '&.cm-focused .cm-matchingBracket': {
    background: 'none',
    boxShadow: 'inset 0 0 0 1px var(--ink-3)'
  },
  '&.cm-focused .cm-nonmatchingBracket': {
    background: 'none',
    boxShadow: 'inset 0 -2px var(--violation)'
  },
  '.cm-content ::selection': { background: 'var(--rule)' },
  '.cm-current': { background: 'var(--plate)', boxShadow: 'inset 3px 0 var(--ink)' },
  '.cm-gutterElement.cm-sign-current': { color: 'var(--ink)', fontWeight: '600' },
  '.cm-error': { boxShadow: 'inset 3px 0 var(--violation)' },
  '.cm-gutterElement.cm-sign-error': {
    color: 'var(--on-ink)',
    background: 'var(--violation)',
    fontWeight: '600'
  },
  '.cm-gutterElement.cm-sign-error::before': { content: "'! '" },
  '.cm-says': {
    padding: 'var(--s-1) var(--s-3) var(--s-1) var(--s-2)',
    color: 'var(--violation)',
    boxShadow: 'inset 3px 0 var(--violation)',
    font: '500 var(--t-ui) / 1.4 var(--sans)',
    overflowWrap: 'anywhere'
  }
});

export const look = [frame, syntaxHighlighting(colours)];
