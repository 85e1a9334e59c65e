/**
 * Wireshark's "Follow Stream" as YAML: the packets of both peers in base64, with times. Only what
 * Wireshark writes is read, in its form since 4.0 and in the one before.
 */
import { CaptureError } from '../capture-error.ts';
import { readBase64Into } from './base64.ts';
import { ByteSink } from './byte-sink.ts';
import { forEachLine, skipBlanks } from './lines.ts';
import type { BlockReading, TextBlock } from './text-block.ts';

const ENCODING = 'wireshark-follow-yaml';

export const isFollowedYaml = (text: string): boolean => {
  const sample = text.slice(0, 8000);
  return (
    /^peers:[ \t]*\r?$/m.test(sample) || /^[ \t]*(?:data|peer[01]_\d+): !!binary/m.test(sample)
  );
};

const ENTRY = /^[ \t]*(- )?[ \t]*([A-Za-z]\w{0,40}):(?:[ \t]+(.*))?$/;
const REMARK = /^(?:---|\.\.\.|%|#)/;

interface Packet {
  packet?: number;
  peer: 0 | 1;
  time: number;
}

class YamlReader {
  readonly #text: string;
  readonly #sink: ByteSink;
  readonly blocks: TextBlock[] = [];
  readonly peers: [string | undefined, string | undefined] = [undefined, undefined];
  #packet: Packet = { peer: 0, time: NaN };
  #host = '';
  #section = '';
  /** Where the base64 of a packet begins; -1 outside of any. */
  #dataAt = -1;

  constructor(text: string, limit: number) {
    this.#text = text;
    this.#sink = new ByteSink(ENCODING, limit);
  }

  line(from: number, to: number): void {
    const start = skipBlanks(this.#text, from, to);
    if (start === to) return;
    const line = this.#text.slice(from, Math.min(to, from + 200));
    const entry = ENTRY.exec(line);
    if (entry) {
      this.#data(from);
      this.#entry(entry, start, to);
    } else if (REMARK.test(line)) {
      this.#data(from);
      const number = /^# Packet (\d+)/.exec(line)?.[1];
      if (number !== undefined) this.#packet = { ...this.#packet, packet: Number(number) };
    } else if (this.#dataAt < 0) throw new CaptureError(ENCODING, start, 'character');
  }

  /** The packet whose base64 ends at `to`. */
  #data(to: number): void {
    if (this.#dataAt < 0) return;
    const before = this.#sink.length;
    readBase64Into(this.#text, this.#dataAt, to, this.#sink);
    const bytes = this.#sink.since(before);
    if (bytes.length > 0)
      this.blocks.push({ bytes, at: this.#dataAt, ...this.#packet, connection: 0 });
    this.#packet = { peer: 0, time: NaN };
    this.#dataAt = -1;
  }

  #entry([, , name = '', value = '']: RegExpExecArray, start: number, to: number): void {
    if (name === 'peers' || name === 'packets') this.#section = name;
    else if (name === 'peer') this.#packet.peer = this.#peerOf(value, start);
    else if (name === 'packet') this.#packet.packet = Number(value);
    else if (name === 'timestamp') this.#packet.time = Number(value) * 1000;
    else if (name === 'host') this.#host = value.includes(':') ? `[${value}]` : value;
    else if (name === 'port' && this.#section === 'peers')
      this.peers[this.#packet.peer] = `${this.#host}:${value}`;
    else if (value.startsWith('!!binary')) {
      const old = /^peer([01])_\d+$/.exec(name)?.[1];
      if (old !== undefined) this.#packet.peer = this.#peerOf(old, start);
      // Everything behind the mark up to the next entry; a bar says that it is on lines of its own.
      const mark = this.#text.indexOf('!!binary', start) + '!!binary'.length;
      const next = skipBlanks(this.#text, mark, to);
      this.#dataAt = this.#text[next] === '|' ? next + 1 : mark;
    }
  }

  #peerOf(value: string, at: number): 0 | 1 {
    if (value === '0') return 0;
    if (value === '1') return 1;
    throw new CaptureError(ENCODING, at, 'character');
  }

  end(): void {
    this.#data(this.#text.length);
  }
}

export function readFollowedYaml(text: string, limit: number): BlockReading {
  const reader = new YamlReader(text, limit);
  forEachLine(text, (from, to) => reader.line(from, to));
  reader.end();
  const hasTimes = reader.blocks.some(({ time }) => !Number.isNaN(time));
  return {
    encoding: ENCODING,
    blocks: reader.blocks,
    notes: [],
    peers: [reader.peers],
    ...(hasTimes ? { clock: 'epoch' as const } : {})
  };
}
