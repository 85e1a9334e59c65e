/** A capture on a thread of its own: it is read and kept here, the page asks. */
import { toHex } from '#lib/bytes/bytes.ts';
import type { Question } from '#lib/capture/session/protocol.ts';
import { serve } from '#lib/capture/session/serve.ts';
import { findingWords, type DoctorDictionary } from '#lib/i18n/finding-words.ts';

/** Pages of a host without TLS have no Web Crypto. */
async function sha256(bytes: Uint8Array): Promise<string> {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle) return '';
  return toHex(new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

const answer = serve((reply) => postMessage(reply), {
  sha256,
  wordsOf: ({ dictionary, rules, language }) =>
    findingWords(dictionary as DoctorDictionary, rules, language)
});
addEventListener('message', ({ data }: MessageEvent<Question>) => void answer(data));
