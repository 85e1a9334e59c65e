/** A packet as a file holds it, before anyone asks what is in it. One object, filled again and again. */
export interface PacketRecord {
  /** The part of the file in which it lies; it does not change afterwards. */
  buffer: Uint8Array;
  /** Where it begins in `buffer`. */
  start: number;
  /** Bytes that were captured. */
  captured: number;
  /** Milliseconds since 1970; NaN where the file does not say. */
  time: number;
  linkType: number;
  /** 1-based place in the file. */
  number: number;
  /** Where `buffer[0]` lies in the file. */
  fileOffset: number;
}

export const newPacketRecord = (): PacketRecord => ({
  buffer: new Uint8Array(),
  start: 0,
  captured: 0,
  time: NaN,
  linkType: 0,
  number: 0,
  fileOffset: 0
});

/** Who takes packets in the order of the file. What it is given is filled anew for the next. */
export type PacketSink = (packet: PacketRecord) => void;

/** A file format, fed in parts. */
export interface PacketFileReader {
  /**
   * Reads all whole records from `at`; returns where the first that is not whole begins. `buffer`
   * begins at `fileOffset` of the file. -1: damaged, nothing more is to be read.
   */
  read(buffer: Uint8Array, at: number, fileOffset: number): number;
}

/** Larger records are damage: no link carries such packets. */
export const MAX_RECORD = 64 << 20;

/** Milliseconds from a 64-bit count of units, in two halves; `perSecond` units make a second. */
export const instantOf = (high: number, low: number, perSecond: number): number =>
  high * ((2 ** 32 / perSecond) * 1000) + (low / perSecond) * 1000;
