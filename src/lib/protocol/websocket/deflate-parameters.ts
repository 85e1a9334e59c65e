/** The four parameters of permessage-deflate, as texts and as values (RFC 7692 §7.1). */
import type { Extension } from './extensions.ts';

export const DEFLATE = 'permessage-deflate';

export interface DeflateParameters {
  readonly server_no_context_takeover?: true;
  readonly client_no_context_takeover?: true;
  /** 8 to 15. */
  readonly server_max_window_bits?: number;
  /** 8 to 15; in an offer also `true`: supported, without a hint. */
  readonly client_max_window_bits?: number | true;
}

export type DeflateParameter = keyof DeflateParameters;

export interface ParameterFault {
  readonly kind: 'unknown' | 'duplicate' | 'invalid';
  readonly name: string;
  readonly value?: string;
}

const NAMES: readonly string[] = [
  'server_no_context_takeover',
  'client_no_context_takeover',
  'server_max_window_bits',
  'client_max_window_bits'
];

/** Decimal 8 to 15 without leading zeros (RFC 7692 §7.1.2). */
const windowBits = (text: string | undefined): number | undefined =>
  text !== undefined && /^(?:[89]|1[0-5])$/.test(text) ? Number(text) : undefined;

function readValue(
  name: string,
  text: string | undefined,
  side: 'offer' | 'response'
): true | number | undefined {
  if (name.endsWith('_no_context_takeover')) return text === undefined ? true : undefined;
  if (name === 'client_max_window_bits' && text === undefined && side === 'offer') return true;
  return windowBits(text);
}

/** Reads one element of an extension list; every fault, and what could be read. */
export function readDeflateParameters(
  { params }: Extension,
  side: 'offer' | 'response'
): { parameters: DeflateParameters; faults: ParameterFault[] } {
  const parameters: Record<string, true | number> = {};
  const faults: ParameterFault[] = [];
  for (const { name, value: text } of params) {
    const fault = (kind: ParameterFault['kind']) =>
      faults.push({ kind, name, ...(text === undefined ? {} : { value: text }) });
    if (!NAMES.includes(name)) {
      fault('unknown');
      continue;
    }
    if (Object.hasOwn(parameters, name)) fault('duplicate');
    const value = readValue(name, text, side);
    if (value === undefined) fault('invalid');
    else parameters[name] = value;
  }
  return { parameters, faults };
}
