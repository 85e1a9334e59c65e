/** Command lines for the chapters on conversations; tests execute every one of them. */
import { hexByte, toHex } from '#lib/bytes/bytes.ts';
import { framesOf, type TracedFrame } from '#lib/trace/frames.ts';
import type { Trace } from '#lib/trace/trace.ts';
import type { Command } from './commands.ts';

const escaped = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => `\\x${hexByte(byte)}`).join('');

/** Bytes as `xxd` prints them in one row. */
const dump = (bytes: Uint8Array): string => {
  const pairs = toHex(bytes).match(/.{1,4}/g) ?? [];
  const ascii = Array.from(bytes, (b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.'));
  return `00000000: ${pairs.join(' ').padEnd(40)} ${ascii.join('')}`;
};

/** Groups of commands by name, for `::commands{of=name}`: of the frames that a server sent. */
export function conversationCommands(
  trace: Trace | undefined
): Readonly<Record<string, readonly Command[]>> {
  if (!trace) return {};
  const plain = framesOf(trace).filter(({ masked }) => !masked);
  const close = plain.find(({ opcode }) => opcode === 'close');
  const ping = plain.find(({ opcode }) => opcode === 'ping');
  const parts = plain.filter(({ opcode }) => opcode === 'text' || opcode === 'continuation');
  return {
    ...(close?.code === undefined ? {} : { close: closeCommands(close, close.code) }),
    ...(ping ? { ping: pingCommands(ping) } : {}),
    ...(parts.length > 1 ? { fragments: fragmentCommands(parts) } : {})
  };
}

function closeCommands({ bytes, reason = '' }: TracedFrame, code: number): Command[] {
  return [
    { tool: 'xxd', line: `printf '${escaped(bytes)}' | xxd`, prints: dump(bytes) },
    {
      tool: 'Node',
      line: [
        `node -p "const code = Buffer.alloc(2), reason = Buffer.from('${reason}');`,
        `  code.writeUInt16BE(${code});`,
        `  Buffer.concat([Buffer.of(0x80 | 8, 2 + reason.length), code, reason]).toString('hex')"`
      ].join('\n'),
      prints: toHex(bytes)
    },
    {
      tool: 'Python',
      line: [
        `python3 -c "import struct; reason = b'${reason}'`,
        `print((struct.pack('>BBH', 0x80 | 8, 2 + len(reason), ${code}) + reason).hex())"`
      ].join('\n'),
      prints: toHex(bytes)
    }
  ];
}

function pingCommands({ bytes, text = '' }: TracedFrame): Command[] {
  return [
    { tool: 'xxd', line: `printf '${escaped(bytes)}' | xxd`, prints: dump(bytes) },
    {
      tool: 'Node',
      line: `node -p "const data = Buffer.from('${text}'); Buffer.concat([Buffer.of(0x80 | 9, data.length), data]).toString('hex')"`,
      prints: toHex(bytes)
    },
    {
      tool: 'Python',
      line: `python3 -c "data = b'${text}'; print((bytes([0x80 | 9, len(data)]) + data).hex())"`,
      prints: toHex(bytes)
    }
  ];
}

/** The frames one after the other, and the text that is put together again. */
function fragmentCommands(parts: readonly TracedFrame[]): Command[] {
  const size = parts[0]?.payload.length ?? 0;
  const whole = Buffer.concat(parts.map(({ payload }) => payload));
  const text = whole.toString();
  const frames = parts.map(({ bytes }) => toHex(bytes)).join(' ');
  return [
    {
      tool: 'Node',
      line: [
        `node -p "const b = Buffer.from('${text}'), size = ${size}, frames = [];`,
        `  for (let at = 0; at < b.length; at += size) {`,
        `    const part = b.subarray(at, at + size), fin = at + size >= b.length;`,
        `    frames.push(Buffer.concat([Buffer.of((fin ? 0x80 : 0) | (at ? 0 : 1), part.length), part])); }`,
        `  frames.map(f => f.toString('hex')).join(' ')"`
      ].join('\n'),
      prints: frames
    },
    {
      tool: 'Python',
      line: [
        `python3 -c "b, size = '${text}'.encode(), ${size}`,
        `print(*[(bytes([(0x80 if at + size >= len(b) else 0) | (0 if at else 1), len(b[at:at + size])])`,
        `  + b[at:at + size]).hex() for at in range(0, len(b), size)])"`
      ].join('\n'),
      prints: frames
    }
  ];
}
