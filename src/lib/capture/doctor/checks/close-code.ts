/** The closing handshake: who began, what the code means, what `CloseEvent` says of it. */
import { closeCodeMeaning } from '#lib/protocol/websocket/close-code.ts';
import type { Check } from '../check.ts';
import { finding, type Severity } from '../finding.ts';

/** 1000 is nothing to tell; what is not named here is a notice. */
const SEVERITY: Readonly<Record<number, Severity>> = {
  1002: 'error',
  1003: 'error',
  1007: 'error',
  1008: 'warning',
  1009: 'error',
  1010: 'error',
  1011: 'error',
  1012: 'warning',
  1013: 'warning',
  1014: 'warning'
};

const meaningOf = (code: number): string => {
  const meaning = closeCodeMeaning(code);
  return meaning && 'id' in meaning ? meaning.id : String(code);
};

export const closeCode: Check = {
  name: 'close-code',
  find: ({ connection, ending }) => {
    // A Close that breaks a rule is told of there, and says nothing else.
    const [first, second] = ending.closes.filter(
      ({ row }) => connection.frames.faultsOf(row).length === 0
    );
    if (!first) return [];
    const code = first.code ?? 1005;
    if (code === 1000 && (!second || second.code === 1000)) return [];
    const { script } = ending;
    const params = {
      by: first.from,
      code,
      meaning: meaningOf(code),
      answer: second ? (second.code ?? 1005) : 'none',
      seen: script.event === 'close' ? script.code : 0,
      clean: String(script.event === 'close' && script.clean),
      told: script.event === 'close' ? (script.error ? 'failed' : 'close') : 'none'
    };
    const frames = [first, ...(second ? [second] : [])].map(({ row }) => row);
    // Where the fault of the other end is known, the code is what came of it.
    const isExplained =
      connection.frames.faulty.length > 0 || connection.messages.invalid.length > 0;
    const severity = isExplained ? 'notice' : (SEVERITY[code] ?? 'notice');
    return [finding('closed', connection.id, params, { frames }, severity)];
  }
};
