/** Command lines that reproduce the frames of a chapter; tests execute every one of them. */
import { hexByte, toHex } from '#lib/bytes/bytes.ts';
import type { Command } from './commands.ts';
import { frameBytes, payloadOf, type FrameSettings } from './frames.ts';

const bitsOf = (byte: number) => byte.toString(2).padStart(8, '0');

/** What `xxd -b -c 2` prints of two bytes: offset, bits, and the ASCII. */
const xxdBits = (bytes: Uint8Array): string =>
  `00000000: ${Array.from(bytes.subarray(0, 2), bitsOf).join(' ')}  ..`;

/** Command groups by name, for `::commands{of=name}`: of the frame `hello` and of long ones. */
export function frameCommands(
  frames: Readonly<Record<string, FrameSettings>>
): Readonly<Record<string, readonly Command[]>> {
  const { hello } = frames;
  if (hello?.text === undefined || hello.key === undefined) return {};
  const { text, key } = hello;
  const frame = frameBytes(hello);
  const payload = payloadOf(hello);
  const wire = frame.subarray(frame.length - payload.length);
  const escaped = Array.from(frame, (byte) => `\\x${hexByte(byte)}`).join('');
  const long = frames['length-65536'];
  const cyrillic = frames['cyrillic'];
  return {
    frame: [
      {
        tool: 'xxd',
        line: `printf '${escaped}' | head -c 2 | xxd -b -c 2`,
        prints: xxdBits(frame)
      },
      {
        tool: 'Node',
        line: [
          `node -p "const key = Buffer.from('${key}', 'hex'), text = Buffer.from('${text}');`,
          `  Buffer.concat([Buffer.of(0x80 | 1, 0x80 | text.length), key,`,
          `    text.map((byte, i) => byte ^ key[i % 4])]).toString('hex')"`
        ].join('\n'),
        prints: toHex(frame)
      },
      {
        tool: 'Python',
        line: [
          `python3 -c "key = bytes.fromhex('${key}'); text = b'${text}'`,
          `print((bytes([0x80 | 1, 0x80 | len(text)]) + key +`,
          `  bytes(b ^ key[i % 4] for i, b in enumerate(text))).hex())"`
        ].join('\n'),
        prints: toHex(frame)
      }
    ],
    unmask: [
      {
        tool: 'Node',
        line: [
          `node -p "const key = Buffer.from('${key}', 'hex');`,
          `  Buffer.from('${toHex(wire)}', 'hex').map((byte, i) => byte ^ key[i % 4]).toString()"`
        ].join('\n'),
        prints: text
      },
      {
        tool: 'Python',
        line: [
          `python3 -c "key = bytes.fromhex('${key}')`,
          `print(bytes(b ^ key[i % 4] for i, b in enumerate(bytes.fromhex('${toHex(wire)}'))).decode())"`
        ].join('\n'),
        prints: text
      }
    ],
    ...(long ? { long: longCommands(long) } : {}),
    ...(cyrillic?.text ? { characters: characterCommands(cyrillic.text) } : {})
  };
}

function longCommands(settings: FrameSettings): Command[] {
  const { length } = payloadOf(settings);
  const header = frameBytes(settings).subarray(0, 10);
  return [
    {
      tool: 'Node',
      line: `node -e "const b = Buffer.alloc(10, Buffer.of(0x80 | 2, 127)); b.writeBigUInt64BE(${length}n, 2); console.log(b.toString('hex'))"`,
      prints: toHex(header)
    },
    {
      tool: 'Python',
      line: `python3 -c "import struct; print(struct.pack('>BBQ', 0x80 | 2, 127, ${length}).hex())"`,
      prints: toHex(header)
    }
  ];
}

const characterCommands = (text: string): Command[] => [
  {
    tool: 'Node',
    line: `node -p "'${text}'.length + ' ' + Buffer.byteLength('${text}')"`,
    prints: `${text.length} ${new TextEncoder().encode(text).length}`
  },
  {
    tool: 'Python',
    line: `python3 -c "print(len('${text}'), len('${text}'.encode()))"`,
    prints: `${text.length} ${new TextEncoder().encode(text).length}`
  }
];
