/**
 * Command lines of the chapter In your tools. What they print of a sample is what our own engine
 * reads in it; tests execute them, in the folder of the samples.
 */
import type { Command } from '../commands.ts';
import { recordingOfTools } from './recording.ts';
import { JOINED, SAMPLES, SHUFFLED, WIRE, closeFrames, controlFrames } from './wire.ts';

const { layers, shuffled, joined } = SAMPLES;
/** The port of the samples, and of the reader’s own server. */
const PORT = 8080;
const fields = (file: string, filter: string, field: string) =>
  `tshark -r ${file} -Y '${filter}' -T fields -e ${field} | paste -sd ' '`;
/** One frame a line: several that end in one packet are printed with commas. */
const count = (file: string, more = '') =>
  `tshark -r ${file} ${more}-Y websocket -T fields -e websocket.opcode | tr , '\\n' | wc -l`;

export const toolCommands = (): Readonly<Record<string, readonly Command[]>> => ({
  capture: [
    { tool: 'tcpdump', line: `sudo tcpdump -i any -s 0 -U -w ws.pcap 'tcp port ${PORT}'` },
    {
      tool: 'tcpdump -r',
      line: `tcpdump -nn -r ${layers} | wc -l`,
      prints: String(WIRE.connection.packets)
    }
  ],
  frames: [
    {
      tool: 'tshark: opcodes',
      line: fields(layers, 'websocket', 'websocket.opcode'),
      prints: WIRE.frames.map(({ opcode }) => opcode).join(' ')
    },
    {
      tool: 'tshark: Ping, Pong',
      line: fields(layers, 'websocket.opcode in {9, 10}', 'frame.number'),
      prints: controlFrames(WIRE)
        .map(({ packet }) => packet)
        .join(' ')
    },
    {
      tool: 'tshark: Close',
      line: fields(layers, 'websocket.opcode == 8', 'websocket.payload.close.status_code'),
      prints: closeFrames(WIRE)
        .map(({ extra }) => extra)
        .join(' ')
    }
  ],
  order: [
    { tool: 'tshark', line: count(shuffled), prints: String(recordingOfTools().tshark.shuffled) },
    {
      tool: 'tshark -o',
      line: count(shuffled, '-o tcp.reassemble_out_of_order:TRUE '),
      prints: String(SHUFFLED.reduce((sum, { frames }) => sum + frames.length, 0))
    }
  ],
  joined: [
    { tool: 'tshark', line: count(joined), prints: String(recordingOfTools().tshark.joined) },
    {
      tool: 'tshark -d',
      line: count(joined, `-d tcp.port==${PORT},websocket `),
      prints: String(JOINED.frames.length)
    }
  ],
  keys: [
    {
      tool: 'Chrome',
      line: 'SSLKEYLOGFILE=$PWD/keys.log google-chrome --user-data-dir=$(mktemp -d)'
    },
    {
      tool: 'Firefox',
      line: 'SSLKEYLOGFILE=$PWD/keys.log firefox --new-instance --profile $(mktemp -d)'
    },
    { tool: 'Node: client, server', line: 'node --tls-keylog=keys.log program.js' },
    { tool: 'curl', line: 'SSLKEYLOGFILE=keys.log curl https://example.com/' }
  ],
  decrypt: [
    {
      tool: 'tshark',
      line: 'tshark -r wss.pcap -o tls.keylog_file:keys.log -Y websocket'
    },
    { tool: 'editcap', line: 'editcap --inject-secrets tls,keys.log wss.pcap wss-keys.pcapng' },
    {
      tool: 'tshark: Follow',
      line: 'tshark -r wss-keys.pcapng -q -z follow,tls,raw,0 > wss.txt'
    }
  ],
  proxy: [
    {
      tool: 'mitmproxy',
      line: `mitmdump --mode reverse:http://localhost:${PORT} -p 8081 --set flow_detail=3`
    }
  ],
  look: [
    { tool: 'wscat', line: `wscat -c ws://localhost:${PORT}/ -P` },
    { tool: 'websocat', line: `echo hello | websocat ws://localhost:${PORT}/` }
  ],
  events: [
    {
      tool: 'Node, ws',
      line: [
        `node -e "const { WebSocket, WebSocketServer } = require('ws');`,
        `  const server = new WebSocketServer({ port: 0 });`,
        `  server.on('connection', (s) => { s.ping(); s.on('pong', () => s.close(4001)); });`,
        `  server.on('listening', () => {`,
        `    const ws = new WebSocket('ws://127.0.0.1:' + server.address().port);`,
        `    const said = [];`,
        `    ws.on('upgrade', (response) => said.push(response.statusCode));`,
        `    ws.on('ping', () => said.push('ping'));`,
        `    ws.on('close', (code) => { console.log(...said, code); server.close(); }); })"`
      ].join('\n'),
      prints: `101 ping ${closeFrames(WIRE)[0]?.extra ?? ''}`
    }
  ]
});
