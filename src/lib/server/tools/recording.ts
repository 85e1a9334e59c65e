/**
 * One conversation as every tool of the chapter recorded it: what `npm run record-tools` has written
 * to src/content/measured/tools.json, beside the files of packets in static/captures.
 */
import { dataAt } from '../content.ts';

/** A frame as tshark prints its fields: text, empty where a field is missing. */
export interface TsharkFrame {
  readonly packet: string;
  readonly opcode: string;
  readonly fin: string;
  readonly compressed: string;
  readonly maskingKey: string;
  readonly text: string;
  /** Of binary messages: hexadecimal. */
  readonly data: string;
  readonly closeCode: string;
}

/** A line of a program's own log. */
export interface LogEntry {
  readonly event: string;
  readonly text?: string;
  /** Of a binary message: its bytes. */
  readonly hex?: string;
  readonly [name: string]: unknown;
}

export interface ToolsRecording {
  /** The day, as in ISO 8601. */
  readonly date: string;
  readonly versions: Readonly<
    Record<'chromium' | 'node' | 'ws' | 'playwright' | 'tcpdump' | 'tshark' | 'mitmproxy', string>
  >;
  /** Lines of `tcpdump -nn -t -r`. */
  readonly tcpdump: readonly string[];
  readonly tshark: {
    readonly packets: number;
    /** Field lines of both heads. */
    readonly heads: readonly string[];
    readonly summaries: readonly string[];
    readonly frames: readonly TsharkFrame[];
    /** Packets with frames that it finds in other samples, as it is set at first. */
    readonly shuffled: number;
    readonly joined: number;
  };
  /** Events of the Chrome DevTools Protocol, as they came. */
  readonly devtools: readonly { readonly method: string; readonly params: object }[];
  /** What mitmdump printed, from the upgrade on; of a second run of the same programs. */
  readonly mitmproxy: readonly string[];
  /** The log of the server, a program with ws. */
  readonly server: readonly LogEntry[];
  /** The log of the page’s script. */
  readonly script: readonly LogEntry[];
}

export const recordingOfTools = (): ToolsRecording => dataAt<ToolsRecording>('measured/tools.json');
