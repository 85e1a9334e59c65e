/**
 * A place in one of the samples, as a link. Of a capture that a reader opened nothing is ever
 * linked.
 */
import { decodeFragment, encodeFragment } from './fragment.ts';

export interface CaptureLink {
  readonly sample: string;
  readonly connection: number | undefined;
  /** Of the frame that is looked at. */
  readonly row: number | undefined;
}

const VERSION = 1;

const isIndex = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** Version 1: [sample, connection or null, frame or null]. */
export const captureToFragment = ({
  sample,
  connection,
  row
}: CaptureLink): Promise<string | undefined> =>
  encodeFragment(VERSION, [sample, connection ?? null, row ?? null]);

export async function captureFromFragment(hash: string): Promise<CaptureLink | undefined> {
  const decoded = await decodeFragment(hash);
  if (decoded?.version !== VERSION || !Array.isArray(decoded.value)) return undefined;
  const [sample, connection, row] = decoded.value as unknown[];
  if (typeof sample !== 'string' || !/^[\w-]{1,40}$/.test(sample)) return undefined;
  return {
    sample,
    connection: isIndex(connection) ? connection : undefined,
    row: isIndex(row) ? row : undefined
  };
}
