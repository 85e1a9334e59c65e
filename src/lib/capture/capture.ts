/**
 * What has been read of a capture. Frames and messages are rows of numbers; their bytes stay in the
 * file and are read again when they are looked at (`connection-bytes.ts`). Everything that is not
 * known is said: gaps, what was inferred, what was cut.
 */
import type { HttpRequest, HttpResponse } from '#lib/protocol/http/message.ts';
import type { RuleId } from '#lib/protocol/rules.ts';
import type { AcceptDerivation } from '#lib/protocol/websocket/accept.ts';
import type { Role } from '#lib/protocol/websocket/frame.ts';
import type { DeflateAgreement } from '#lib/protocol/websocket/permessage-deflate.ts';
import type { FrameTable } from './frame-table.ts';
import type { MessageTable } from './message-table.ts';
import type { PieceTable } from './piece-table.ts';

/** Milliseconds since 1970-01-01 UTC, with fractions; NaN where a file has no times. */
export type Instant = number;

/** An end of a connection, as text: `127.0.0.1:8080`, `[::1]:8080`. */
export type EndpointAddress = string;

/** Bytes `from` to `to` of a stream that the file does not hold. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /**
   * - snaplen: the capture kept only the beginning of packets;
   * - not-captured: the bytes were sent, the file does not hold their packet;
   * - start: the capture begins in the middle of the connection.
   */
  readonly reason: 'snaplen' | 'not-captured' | 'start';
}

/** How a body is delimited (RFC 9112 §6). */
export interface Body {
  readonly framing: 'content-length' | 'chunked' | 'until-close';
  /** Where its bytes lie in the stream: pairs of offsets, from and to, one pair a chunk. */
  readonly ranges: readonly number[];
  /** Bytes of all of them. */
  readonly length: number;
  readonly complete: boolean;
}

/** A head in its stream. */
export interface Head<T> {
  readonly value: T;
  /** Bytes from the start of the stream of its direction. */
  readonly offset: number;
  readonly headLength: number;
  /** `partial`: bytes of it are missing, and fields with it. */
  readonly captured: 'full' | 'partial';
  readonly at: Instant;
  /** 1-based place in the file of the packet that completed it. */
  readonly packet: number;
  /** Rules that the head breaks by itself (RFC 9112). */
  readonly violations: readonly RuleId[];
  body?: Body;
}

/** One request and its response; either may be missing. */
export interface Exchange {
  request?: Head<HttpRequest>;
  response?: Head<HttpResponse>;
}

/** One direction of a connection. */
export interface Direction {
  /** Payload bytes of TCP that the file holds, each once. */
  bytes: number;
  /** Where each byte of the stream lies in the file. */
  readonly pieces: PieceTable;
  readonly gaps: Gap[];
  fin: boolean;
  reset: boolean;
  /** When FIN or RST was seen. */
  endedAt: Instant;
  /** The place of that packet in the file; 0: there is none. */
  endPacket: number;
  /** The last packet that came this way, be it a bare ACK: when, and its place in the file; NaN and 0 before any. */
  lastAt: Instant;
  lastPacket: number;
  /** Segments that held nothing new. */
  retransmissions: number;
  /** The places of the first of them: 1-based packet numbers. */
  readonly retransmitted: number[];
  /** Bytes that no frame and no head could be made of: pairs of offsets. */
  readonly unread: number[];
  /** Where frame boundaries were searched for and found: what comes after is inferred. */
  readonly resyncs: number[];
}

/** What a connection carries, as far as its bytes say. */
export type ConnectionKind = 'websocket' | 'http' | 'tls' | 'http2' | 'empty' | 'unknown';

export interface WebSocketFacts {
  /** The exchange of the upgrade; undefined where the capture begins behind it. */
  readonly exchange?: Exchange;
  /** Undefined where there is no key. */
  readonly accept?: AcceptDerivation & { readonly got: string | undefined; readonly ok: boolean };
  /** As written in the response; empty without any. */
  readonly extensions: readonly string[];
  readonly subprotocol: string | undefined;
  /** `unknown`: the handshake is not in the file. */
  readonly deflate: 'agreed' | 'offered' | 'none' | 'unknown';
  readonly agreement?: DeflateAgreement;
}

/** What lay in the window of a compressor before a message: inflating can begin there. */
export interface WindowCheckpoint {
  /** Row of the message that comes next. */
  readonly message: number;
  readonly window: Uint8Array;
}

export interface Connection {
  /** Its place in the capture, from 0. */
  readonly id: number;
  client: EndpointAddress | null;
  server: EndpointAddress | null;
  /** How the roles are known. */
  rolesFrom: 'syn' | 'http' | 'mask' | 'port' | 'text';
  packets: number;
  begins: Instant;
  ends: Instant;
  /** SYN and SYN/ACK are in the file: nothing before was missed. */
  handshakeSeen: boolean;
  kind: ConnectionKind;
  /** The capture begins in the middle of it. */
  midConnection: boolean;
  /** A tunnel of CONNECT: what is read is inside. */
  tunnel?: string;
  directions: Readonly<Record<Role, Direction>>;
  readonly exchanges: Exchange[];
  websocket: WebSocketFacts | undefined;
  /** In order of completion. */
  readonly frames: FrameTable;
  /** In order of completion. */
  readonly messages: MessageTable;
  readonly windows: Readonly<Record<Role, WindowCheckpoint[]>>;
}

export type CaptureFormat = 'pcap' | 'pcapng' | 'har' | 'text';

export interface CaptureInterface {
  readonly name: string;
  readonly linkType: number;
}

/** What a file says of itself, beyond its packets. */
export interface CaptureFacts {
  format: CaptureFormat;
  gzip: boolean;
  endian: 'little' | 'big' | undefined;
  /** Digits of a second behind the point: 6, 9; undefined where interfaces differ. */
  nano: boolean;
  snaplen: number | undefined;
  sections: number;
  readonly interfaces: CaptureInterface[];
  /** Comments of the section, interfaces and packets. */
  readonly comments: string[];
  /** Secrets of TLS are embedded (a Decryption Secrets Block); they are not used. */
  tlsSecrets: boolean;
  /** The file ends inside a record. */
  truncatedTail: boolean;
  /** Where a record cannot be what it says: nothing behind it was read. Bytes from the start. */
  damagedAt: number | undefined;
  packets: number;
  /** Packets that are not TCP, by what they are. */
  readonly others: Map<string, number>;
  /** For text: the encoding that was recognised. */
  encoding?: string;
}

export interface Capture {
  readonly facts: CaptureFacts;
  /** In the order of their first packets. */
  readonly connections: Connection[];
}

/** What is known while a file is being read. */
export interface ReadingProgress {
  readonly bytes: number;
  readonly size: number;
  readonly packets: number;
  readonly frames: number;
  readonly connections: number;
}
