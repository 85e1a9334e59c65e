/** Values of JSON of which nothing is known yet. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Something that is not as it should be, and is passed over. */
export interface HarFault {
  /** Which entry, from 0. */
  readonly entry: number;
  /** Where in it: `request.url`, `_webSocketMessages[3].data`. */
  readonly path: string;
}
