import type { BitRange } from '#lib/bytes/span.ts';
import { asciiLowerCase } from './abnf.ts';
import type { FieldLine, HttpSpan } from './head.ts';

/** Values of all field lines of that name, in order; names are case-insensitive. */
export function valuesOf(fields: readonly FieldLine[], name: string): string[] {
  const wanted = asciiLowerCase(name);
  return fields.filter((field) => asciiLowerCase(field.name) === wanted).map(({ value }) => value);
}

/** The combined value, RFC 9110 §5.3; undefined when the field is absent. */
export function combinedValue(fields: readonly FieldLine[], name: string): string | undefined {
  const values = valuesOf(fields, name);
  return values.length ? values.join(', ') : undefined;
}

/** Spans of all field lines of that name, in order. */
export function fieldLineSpans(spans: readonly HttpSpan[], name: string): HttpSpan[] {
  const wanted = asciiLowerCase(name);
  return spans.filter(
    (span) =>
      span.id === 'field-line' &&
      typeof span.value === 'string' &&
      asciiLowerCase(span.value) === wanted
  );
}

/** The range of the value, or of the whole line where the value is empty. */
export function valueRange(line: HttpSpan): BitRange {
  const values = (line.children ?? []).filter((child) => child.id === 'field-value');
  const first = values[0];
  const last = values.at(-1);
  return first && last ? { from: first.from, to: last.to } : { from: line.from, to: line.to };
}

/** Where a missing field should have stood: the empty line, or the end of the head. */
export function missingRange(spans: readonly HttpSpan[]): BitRange {
  const last = spans.at(-1);
  if (!last) return { from: 0, to: 0 };
  return last.id === 'empty-line'
    ? { from: last.from, to: last.to }
    : { from: last.to, to: last.to };
}
