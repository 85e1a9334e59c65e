/** The errors of ws about frames that came: message, code, and the code of the Close it sends. */
import type { RuleId } from '#lib/protocol/rules.ts';
import type { FrameHeader } from '#lib/protocol/websocket/frame-header.ts';
import { isControl } from '#lib/protocol/websocket/opcode.ts';

export interface FrameError {
  readonly error: Error & { code: string };
  readonly closeCode: number;
}

function invalid(
  message: string,
  code: string,
  closeCode = 1002,
  make: new (message: string) => Error = RangeError
): FrameError {
  return {
    error: Object.assign(new make(`Invalid WebSocket frame: ${message}`), { code }),
    closeCode
  };
}

const beyond = (message: string, code: string, closeCode: number): FrameError => ({
  error: Object.assign(new RangeError(message), { code }),
  closeCode
});

export const tooLong = () =>
  beyond('Max payload size exceeded', 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 1009);
export const tooManyFragments = () =>
  beyond('Too many message fragments', 'WS_ERR_TOO_MANY_BUFFERED_PARTS', 1008);
export const badText = () => invalid('invalid UTF-8 sequence', 'WS_ERR_INVALID_UTF8', 1007, Error);
export const badStatus = (code: number) =>
  invalid(`invalid status code ${code}`, 'WS_ERR_INVALID_CLOSE_CODE');
/** ws tells what zlib said; our inflater says only that it cannot go on. */
export const badDeflate = (): FrameError => ({
  error: Object.assign(new Error('invalid deflate data'), { code: 'Z_DATA_ERROR', errno: -3 }),
  closeCode: 1007
});

/** Where the stream stands when a header comes. */
export interface HeaderContext {
  readonly deflates: boolean;
  /** A message has begun and not ended. */
  readonly isFragmented: boolean;
}

const opcodeError = (opcode: number) =>
  invalid(`invalid opcode ${opcode}`, 'WS_ERR_INVALID_OPCODE');
const rsv1Error = () => invalid('RSV1 must be clear', 'WS_ERR_UNEXPECTED_RSV_1');

/** What ws finds wrong with a header, in the order of its checks. */
export function headerError(header: FrameHeader, context: HeaderContext): FrameError | undefined {
  const { rsv, opcode, fin, masked, payloadLength, lengthForm } = header;
  const seven = lengthForm === 7 ? payloadLength : lengthForm === 16 ? 126 : 127;
  if (rsv & 3) return invalid('RSV2 and RSV3 must be clear', 'WS_ERR_UNEXPECTED_RSV_2_3');
  if (rsv & 4 && !context.deflates) return rsv1Error();
  if (opcode === 0) {
    if (rsv & 4) return rsv1Error();
    if (!context.isFragmented) return opcodeError(opcode);
  } else if (opcode === 1 || opcode === 2) {
    if (context.isFragmented) return opcodeError(opcode);
  } else if (isControl(opcode) && opcode < 11) {
    if (!fin) return invalid('FIN must be set', 'WS_ERR_EXPECTED_FIN');
    if (rsv & 4) return rsv1Error();
    if (seven > 125 || (opcode === 8 && seven === 1))
      return invalid(`invalid payload length ${seven}`, 'WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH');
  } else return opcodeError(opcode);
  if (!masked) return invalid('MASK must be set', 'WS_ERR_EXPECTED_MASK');
  if (payloadLength >= 2 ** 53)
    return beyond(
      'Unsupported WebSocket frame: payload length > 2^53 - 1',
      'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH',
      1009
    );
  return undefined;
}

/** What ws says of a rule that our core sees broken, where the header does not show it. */
export function ruleError(
  rule: RuleId | undefined,
  limit: string | undefined,
  payload: Uint8Array
): FrameError {
  if (limit === 'maxFragments') return tooManyFragments();
  if (limit !== undefined) return tooLong();
  if (rule === 'pmd-corrupt') return badDeflate();
  if (rule === 'text-utf8' || rule === 'text-strict' || rule === 'close-reason-utf8')
    return badText();
  if (rule === 'frame-len-minimal')
    return invalid('payload length is not minimal', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH');
  return badStatus(((payload[0] ?? 0) << 8) | (payload[1] ?? 0));
}
