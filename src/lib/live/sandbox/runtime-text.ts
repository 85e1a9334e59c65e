/**
 * The runtime in two parts: a sixth of it is DEFLATE, which few programs ever ask for. A server has
 * to name permessage-deflate to agree to it (ws: `perMessageDeflate`; RFC 7692 §7), so a program
 * that does not is run without.
 */
import type { Program } from '#lib/live/run/run.ts';

/** The program may compress messages; a name that is put together from pieces is not seen. */
export const mayCompress = ({ client, server }: Program): boolean =>
  /deflate/i.test(client + server);

/** What the runtime's text is given as pako, where it is not there: it tells why nothing works. */
const MISSING =
  '{get ZStream(){throw new Error("perMessageDeflate: write this name out in the code, for the lab to load the compressor")}}';

/** One text of both, each as its bundle is; no name of theirs is seen outside of it. */
export const runtimeText = (runtime: string, compressor: string | undefined): string =>
  `{const pako=${compressor === undefined ? MISSING : `(()=>{${compressor}\nreturn bundle})()`};${runtime}}`;
