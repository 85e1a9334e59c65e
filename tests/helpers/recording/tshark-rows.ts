/** What tshark says of a capture, as the chapter In your tools has it. */
import type { ToolsRecording, TsharkFrame } from '#lib/server/tools/recording.ts';
import { printed } from './programs.ts';

const FIELDS = {
  packet: 'frame.number',
  opcode: 'websocket.opcode',
  fin: 'websocket.fin',
  compressed: 'websocket.pmc',
  maskingKey: 'websocket.masking_key',
  text: 'websocket.payload.text',
  data: 'data.data',
  closeCode: 'websocket.payload.close.status_code'
} as const satisfies Readonly<Record<keyof TsharkFrame, string>>;
const NAMES = Object.keys(FIELDS) as (keyof TsharkFrame)[];

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
const tshark = (file: string, ...args: readonly string[]) =>
  lines(printed('tshark', ['-r', file, ...args]));

/** The summary of each packet with a frame, without its number and time; and fields of the frames. */
export function tsharkRows(file: string, folder: string): ToolsRecording['tshark'] {
  const fields = NAMES.flatMap((name) => ['-e', FIELDS[name]]);
  const packetsWithFrames = (name: string) => tshark(`${folder}/${name}`, '-Y', 'websocket').length;
  return {
    shuffled: packetsWithFrames('out-of-order.pcap'),
    joined: packetsWithFrames('mid-connection.pcap'),
    packets: tshark(file).length,
    heads: tshark(
      file,
      '-Y',
      'http',
      '-T',
      'fields',
      '-e',
      'http.request.line',
      '-e',
      'http.response.line'
    )
      .join('\n')
      .split('\\r\\n')
      .map((line) => line.replace(/^[\s,]+/, ''))
      .filter((line) => line !== ''),
    summaries: tshark(file, '-Y', 'websocket').map((line) =>
      line.trim().replace(/^\d+ +\S+ +/, '')
    ),
    frames: tshark(file, '-Y', 'websocket', '-T', 'fields', ...fields).map((line) => {
      const values = line.split('\t');
      return Object.fromEntries(
        NAMES.map((name, i) => [name, values[i] ?? ''])
      ) as unknown as TsharkFrame;
    })
  };
}
