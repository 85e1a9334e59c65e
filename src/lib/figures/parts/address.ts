/**
 * Addresses link a word of the prose, a byte, a row and a band. An address is a few tags joined by
 * dots, `response.status-code` or `host.field-value`; it means every leaf that has all of them.
 */
import { asciiLowerCase } from '#lib/protocol/http/abnf.ts';
import type { HttpSpan, HttpSpanId } from '#lib/protocol/http/head.ts';
import { frameRole } from './frame-role.ts';
import { httpRole, type Role } from './roles.ts';

export interface Leaf {
  readonly span: HttpSpan;
  readonly tags: readonly string[];
  readonly role: Role;
}

/** The leaves of a head with their tags: message, field name or line, span id. */
export function leavesOfHead(spans: readonly HttpSpan[], message: 'request' | 'response'): Leaf[] {
  return spans.flatMap((line) => {
    const field =
      line.id === 'field-line' && line.value !== ''
        ? asciiLowerCase(String(line.value))
        : undefined;
    return (line.children ?? [line]).map((span) => ({
      span,
      tags: [message, field ?? line.id, span.id],
      role: httpRole(span.id, field)
    }));
  });
}

/** Whether the leaf is among those that the address means. */
export const isAt = (leaf: Pick<Leaf, 'tags'>, address: string | undefined): boolean =>
  address !== undefined && address.split('.').every((tag) => leaf.tags.includes(tag));

/** The most exact address of a leaf. */
export const addressOf = (leaf: Leaf): string => [...new Set(leaf.tags)].join('.');

const SPAN_IDS: readonly string[] = [
  'method',
  'status-code',
  'request-target',
  'http-version',
  'reason-phrase',
  'field-name',
  'field-value',
  'colon',
  'crlf',
  'empty-line',
  'space'
] satisfies HttpSpanId[];

/** The role in which a word of the prose is underlined. */
export function roleOfAddress(address: string): Role {
  const tags = address.split('.');
  const ofFrame = tags.map(frameRole).findLast((role) => role !== undefined);
  if (ofFrame) return ofFrame;
  const id = tags.find((tag) => SPAN_IDS.includes(tag)) as HttpSpanId | undefined;
  const field = tags.find(
    (tag) => !SPAN_IDS.includes(tag) && !['request', 'response'].includes(tag)
  );
  if (id) return httpRole(id, field);
  return httpRole('field-value', field) === 'proof' ? 'proof' : 'mask';
}
