import { fromHex } from '#lib/bytes/bytes.ts';

/** Bytes in test mini-notation: hex`81 85 37fa213d 7f9f4d5158`. */
export const hex = (strings: TemplateStringsArray, ...values: readonly string[]): Uint8Array =>
  fromHex(String.raw({ raw: strings }, ...values));

/** ASCII text as bytes, `\r\n` written out. */
export const ascii = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
