/**
 * What offers of permessage-deflate and the answer to them must keep (RFC 7692 §5, §7). The checks
 * look at texts of Sec-WebSocket-Extensions; the judges add the place.
 */
import type { RuleId } from '../rules.ts';
import { DEFLATE, readDeflateParameters, type DeflateParameters } from './deflate-parameters.ts';
import type { Extension } from './extensions.ts';

export type DeflateRule = Extract<RuleId, `pmd-${string}`>;

export const OFFER_RULES = [
  'pmd-offer-params',
  'pmd-offer-values',
  'pmd-offer-duplicates',
  'pmd-server-mwb'
] as const satisfies readonly DeflateRule[];

export const ANSWER_RULES = [
  'pmd-offer-supported',
  'pmd-response-offered',
  'pmd-response-valid',
  'pmd-server-nct',
  'pmd-server-mwb',
  'pmd-server-mwb-le',
  'pmd-client-mwb-response',
  'pmd-rsv1-conflict'
] as const satisfies readonly DeflateRule[];

const isDeflate = ({ name }: Extension): boolean => name === DEFLATE;

/** The rules that an offer breaks; a server declines it, and may take another (RFC 7692 §7). */
export function faultsOfOffer(offer: Extension): DeflateRule[] {
  const { faults } = readDeflateParameters(offer, 'offer');
  const rules = faults.map(({ kind, name }): DeflateRule => {
    if (kind === 'unknown') return 'pmd-offer-params';
    if (kind === 'duplicate') return 'pmd-offer-duplicates';
    return name === 'server_max_window_bits' ? 'pmd-server-mwb' : 'pmd-offer-values';
  });
  return [...new Set(rules)];
}

/** The rules that a server’s answer breaks, given what was offered. */
export function faultsOfAnswer(
  answer: readonly Extension[],
  offers: readonly Extension[]
): DeflateRule[] {
  const [response, second] = answer.filter(isDeflate);
  if (!response) return [];
  const offered = offers.filter(isDeflate);
  if (offered.length === 0) return ['pmd-response-offered'];
  const rules = new Set<DeflateRule>();
  const whole = offered.filter((offer) => faultsOfOffer(offer).length === 0);
  if (whole.length === 0) rules.add('pmd-offer-supported');
  // Two of them, or another that would claim RSV1 too (RFC 7692 §5).
  if (second || answer.some((other) => !isDeflate(other) && usesRsv1(other)))
    rules.add('pmd-rsv1-conflict');
  const { parameters, faults } = readDeflateParameters(response, 'response');
  for (const { kind, name } of faults) {
    if (kind !== 'invalid' || !name.endsWith('_max_window_bits')) rules.add('pmd-response-valid');
    else rules.add(name.startsWith('server') ? 'pmd-server-mwb' : 'pmd-client-mwb-response');
  }
  const read = whole.map((offer) => readDeflateParameters(offer, 'offer').parameters);
  if (faults.length === 0 && read.length && !read.some((offer) => fits(parameters, offer)))
    for (const rule of misfits(parameters, read[0] as DeflateParameters)) rules.add(rule);
  return [...rules];
}

/** Names under which per-message and per-frame compression was ever registered or proposed. */
const usesRsv1 = ({ name }: Extension): boolean => /^permessage-|deflate-frame$/.test(name);

const fits = (answer: DeflateParameters, offer: DeflateParameters): boolean =>
  misfits(answer, offer).length === 0;

function misfits(answer: DeflateParameters, offer: DeflateParameters): DeflateRule[] {
  const rules: DeflateRule[] = [];
  if (offer.server_no_context_takeover && !answer.server_no_context_takeover)
    rules.push('pmd-server-nct');
  const { server_max_window_bits: asked } = offer;
  if (asked !== undefined && (answer.server_max_window_bits ?? 15) > asked)
    rules.push('pmd-server-mwb-le');
  if (answer.client_max_window_bits !== undefined && offer.client_max_window_bits === undefined)
    rules.push('pmd-client-mwb-response');
  return rules;
}
