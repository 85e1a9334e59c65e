/** What tshark reads in a capture; throws where tshark is missing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Side } from '#lib/trace/tcp-packets.ts';

/** A frame as the dissector sees it. */
export interface DissectedFrame {
  /** The client's port: which connection. */
  readonly port: number;
  readonly from: Side;
  readonly opcode: number;
  readonly fin: boolean;
  readonly rsv: number;
  readonly masked: boolean;
  readonly length: number;
  /** Unmasked, and decompressed where it was compressed; hexadecimal. */
  readonly payload: string;
}

/** Values of the JSON: leaves are text; an array where a name stands more than once. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const CHECKS = ['ip', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);

function tshark(file: Uint8Array, ...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'pcapng-'));
  const path = join(folder, 'run.pcapng');
  try {
    writeFileSync(path, file);
    return execFileSync('tshark', ['-r', path, ...CHECKS, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore']
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const isObject = (json: Json | undefined): json is { readonly [name: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
const listOf = (json: Json | undefined): readonly Json[] =>
  json === undefined ? [] : Array.isArray(json) ? (json as readonly Json[]) : [json];
/** The bytes that `-x` gives beside a field. */
function rawOf(json: Json | undefined): string {
  const [first] = listOf(json);
  return typeof first === 'string' ? first : '';
}

function frameOf(json: Json, port: number, from: Side): DissectedFrame {
  if (!isObject(json)) throw new Error('no frame');
  const field = (name: string) => json[`websocket.${name}`];
  const length = ['payload_length_ext_64', 'payload_length_ext_16', 'payload_length']
    .map(field)
    .find((value) => value !== undefined);
  return {
    port,
    from,
    opcode: Number(field('opcode')),
    fin: field('fin') === '1',
    rsv: Number(field('rsv')),
    masked: field('mask') === '1',
    length: Number(length),
    payload: rawOf(field('payload_raw'))
  };
}

/** Every frame, in the order of the capture. */
export function dissectedFrames(file: Uint8Array): DissectedFrame[] {
  const printed = tshark(file, '-Y', 'websocket', '-T', 'json', '-x', '--no-duplicate-keys');
  const packets = JSON.parse(printed) as { _source: { layers: { [name: string]: Json } } }[];
  return packets.flatMap(({ _source: { layers } }) => {
    const { tcp } = layers;
    if (!isObject(tcp)) throw new Error('no TCP');
    const ports = [Number(tcp['tcp.srcport']), Number(tcp['tcp.dstport'])];
    const from = (ports[0] ?? 0) >= 49_152 ? 'client' : 'server';
    return listOf(layers['websocket']).map((json) => frameOf(json, Math.max(...ports), from));
  });
}

/** How many packets match a display filter. */
export const countOf = (file: Uint8Array, filter: string): number =>
  tshark(file, '-Y', filter, '-T', 'fields', '-e', 'frame.number')
    .split('\n')
    .filter((line) => line !== '').length;
