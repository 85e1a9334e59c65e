/** The conversation of the chapter In your tools as our own engine reads it from the packets. */
import { readFileSync } from 'node:fs';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { toHex } from '#lib/bytes/bytes.ts';
import { memorySource, type ByteSource } from '#lib/capture/byte-source.ts';
import type { Capture, Connection } from '#lib/capture/capture.ts';
import { messageBytes } from '#lib/capture/connection-bytes.ts';
import type { FrameRow } from '#lib/capture/frame-table.ts';
import type { MessageRow } from '#lib/capture/message-table.ts';
import { readCapture } from '#lib/capture/read-capture.ts';
import type { FieldLine } from '#lib/protocol/http/head.ts';
import { CLOSE, isControl } from '#lib/protocol/websocket/opcode.ts';

/** Samples that the chapter speaks of; a reader can open them too. */
export const SAMPLES = {
  layers: 'every-layer.pcap',
  proxied: 'through-mitmproxy.pcap',
  shuffled: 'out-of-order.pcap',
  joined: 'mid-connection.pcap'
} as const;
export const HAR_SAMPLE = 'every-layer.har';
const FOLDER = 'static/captures';

/** Whether the chapter has a file of that name to give. */
export const isSample = (name: string): boolean =>
  [...Object.values<string>(SAMPLES), HAR_SAMPLE].includes(name);

export interface WireMessage extends MessageRow {
  /** Text as it is, bytes of a binary message as hexadecimal. */
  readonly content: string;
}

export interface Wire {
  readonly connection: Connection;
  readonly frames: readonly FrameRow[];
  readonly messages: readonly WireMessage[];
  /** Of the request and the response. */
  readonly fields: readonly FieldLine[];
  /** Bytes of both heads. */
  readonly headBytes: number;
  /** Bytes of both directions, without those of TCP and below. */
  readonly bytes: number;
}

export const sampleText = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');
export const sampleSize = (name: string): number => readFileSync(`${FOLDER}/${name}`).length;

async function contentOf(source: ByteSource, connection: Connection, row: number): Promise<string> {
  const bytes = await messageBytes(source, connection, row);
  const { type } = connection.messages.at(row);
  return type === 'text' ? (utf8Decode(bytes) ?? '') : toHex(bytes);
}

async function wireOf(source: ByteSource, connection: Connection): Promise<Wire> {
  const rows = <T>({ length, at }: { length: number; at: (row: number) => T }) =>
    Array.from({ length }, (_, row) => at(row));
  const frames = rows({ length: connection.frames.length, at: (i) => connection.frames.at(i) });
  const messages = await Promise.all(
    rows({ length: connection.messages.length, at: (i) => i }).map(async (i) => ({
      ...connection.messages.at(i),
      content: await contentOf(source, connection, i)
    }))
  );
  const { request, response } = connection.websocket?.exchange ?? {};
  return {
    connection,
    frames,
    messages,
    fields: [...(request?.value.fields ?? []), ...(response?.value.fields ?? [])],
    headBytes: (request?.headLength ?? 0) + (response?.headLength ?? 0),
    bytes: connection.directions.client.bytes + connection.directions.server.bytes
  };
}

/** The WebSocket connections of a file of packets, in the order of their first packets. */
export async function readWires(bytes: Uint8Array): Promise<readonly Wire[]> {
  const { capture, source }: { capture: Capture; source: ByteSource } = await readCapture(
    memorySource(bytes)
  );
  return Promise.all(
    capture.connections
      .filter(({ kind }) => kind === 'websocket')
      .map((connection) => wireOf(source, connection))
  );
}

const wiresOf = (name: string) => readWires(new Uint8Array(readFileSync(`${FOLDER}/${name}`)));

/** Read once: reading is asynchronous, the making of pages is not. */
const [layers, proxied, shuffled, joined] = await Promise.all(
  Object.values(SAMPLES).map((name) => wiresOf(name))
);
const first = (wires: readonly Wire[] | undefined): Wire => {
  const [wire] = wires ?? [];
  if (!wire) throw new Error('static/captures: a sample without a WebSocket');
  return wire;
};

export const WIRE: Wire = first(layers);
/** The second run: between browser and proxy, and between proxy and server. */
export const PROXIED: readonly Wire[] = proxied ?? [];
export const SHUFFLED: readonly Wire[] = shuffled ?? [];
export const JOINED: Wire = first(joined);

export const controlFrames = ({ frames }: Wire): readonly FrameRow[] =>
  frames.filter(({ opcode }) => isControl(opcode) && opcode !== CLOSE);
export const closeFrames = ({ frames }: Wire): readonly FrameRow[] =>
  frames.filter(({ opcode }) => opcode === CLOSE);
/** Frames of messages that are cut into several. */
export const fragmentsOf = ({ frames, messages }: Wire): readonly FrameRow[] =>
  frames.filter(({ message }) => (messages[message]?.frames ?? 1) > 1);
