export interface MessageLimits {
  /** Bytes of a message, as they come and after inflating. */
  readonly maxMessageSize: number;
  /** Frames of a message. */
  readonly maxFragments: number;
}

/** All that a connection limits. */
export interface Limits extends MessageLimits {
  /** Bytes that have come and wait to be read, where whoever answers messages does not go on. */
  readonly maxBufferedBytes: number;
}

export interface ReadingOptions extends MessageLimits {
  /** Text, and reasons of Close, need not be UTF-8: against RFC 6455 §8.1, as some servers allow. */
  readonly anyText?: boolean;
}

/** 64 MiB each; twice the 65,537 frames that a splitter of 4 MiB into 64 bytes makes. */
export const DEFAULT_LIMITS: Limits = {
  maxBufferedBytes: 64 * 1024 * 1024,
  maxMessageSize: 64 * 1024 * 1024,
  maxFragments: 131_072
};
