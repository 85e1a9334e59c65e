export interface MessageLimits {
  /** Bytes of a message, as they come and after inflating. */
  readonly maxMessageSize: number;
  /** Frames of a message. */
  readonly maxFragments: number;
}

/** 64 MiB; twice the 65,537 frames that a splitter of 4 MiB into 64 bytes makes. */
export const DEFAULT_LIMITS: MessageLimits = {
  maxMessageSize: 64 * 1024 * 1024,
  maxFragments: 131_072
};
