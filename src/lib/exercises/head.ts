/** Heads of an exercise: made right by the engine, then changed as its recipe says. */
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import { encodeRequest, encodeResponse, type HttpRequest } from '#lib/protocol/http/message.ts';
import { deriveAcceptSync } from '#lib/protocol/websocket/accept.ts';
import { createAcceptance, createRequest } from '#lib/protocol/websocket/handshake.ts';
import type { HeadRecipe } from './exercise.ts';

const CRLF = '\r\n';

export const requestOf = ({ host, target, key, origin, protocols = [] }: HeadRecipe): HttpRequest =>
  createRequest({ host, target, key, protocols, ...(origin === undefined ? {} : { origin }) });

/** The right head, as lines without their ends. */
export function rightLines(recipe: HeadRecipe): string[] {
  const bytes =
    recipe.message === 'request'
      ? encodeRequest(requestOf(recipe))
      : encodeResponse(createAcceptance({ accept: deriveAcceptSync(recipe.key).accept }));
  return latin1Decode(bytes).trimEnd().split(CRLF);
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(':')).toLowerCase();

/** The head of the recipe, as lines without their ends. */
export function headLines(recipe: HeadRecipe): string[] {
  const { firstLine, remove = [], set = {} } = recipe;
  const [first = '', ...fields] = rightLines(recipe);
  const gone = remove.map((name) => name.toLowerCase());
  const changes: FieldLine[] = Object.entries(set).map(([name, value]) => ({ name, value }));
  const kept = fields
    .filter((line) => !gone.includes(nameOf(line)))
    .map((line) => {
      const change = changes.find(({ name }) => name.toLowerCase() === nameOf(line));
      return change ? `${change.name}: ${change.value}`.trimEnd() : line;
    });
  const names = fields.map(nameOf);
  const more = changes
    .filter(({ name }) => !names.includes(name.toLowerCase()))
    .map(({ name, value }) => `${name}: ${value}`);
  return [firstLine ?? first, ...kept, ...more];
}

/** Lines as they go on the wire: each with CR LF, and an empty one at the end (RFC 9112 §2.1). */
export function headBytes(text: string): Uint8Array {
  const lines = text.replace(/\s+$/, '').split(/\r?\n/);
  return utf8Encode(lines.join(CRLF) + CRLF + CRLF);
}
