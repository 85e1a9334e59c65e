import { CLOSE_CODES } from '#lib/protocol/websocket/close-code.ts';

/** Pages of the reference, as prose links to them: `page:reference/close-codes/1006`. */
export const REFERENCE_PAGES: readonly string[] = [
  'reference',
  ...['opcodes', 'close-codes', 'fields', 'rules', 'errors', 'errata'].map(
    (topic) => `reference/${topic}`
  ),
  ...CLOSE_CODES.map(({ code }) => `reference/close-codes/${code}`)
];
