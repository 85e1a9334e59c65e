/** Frames come to a connection (RFC 6455 §5, §6.2, §7; RFC 7692 §6.2). */
import { UTF8_START, utf8Advance } from '#lib/bytes/utf8.ts';
import type { Violation } from '../decoding.ts';
import { RULES, type Rule, type RuleId } from '../rules.ts';
import { decodeClose, encodeClose } from './close-frame.ts';
import type { Run } from './connection-run.ts';
import { sendClose, sendFrame } from './connection-sending.ts';
import type { FrameContext } from './header-faults.ts';
import type { Limits } from './message-limits.ts';
import { MessageReader, type ReadItem } from './message-reader.ts';
import { CLOSE, PING, PONG, TEXT } from './opcode.ts';
import { inflateMessage } from './permessage-deflate.ts';

export function read(run: Run, bytes: Uint8Array): void {
  const { state, closeReceived, failure, reading, hasUnread, options } = run.connection;
  // What comes after a Close, or after failing, is not looked at (RFC 6455 §5.5.1, §7.1.7).
  if ((state !== 'open' && state !== 'closing') || closeReceived || failure)
    return run.set({ hasUnread: false });
  const from = reading.offset + reading.unread.length;
  const to = from + bytes.length;
  // A new chunk that is read at once waits for nothing, however long it is.
  if (hasUnread && to > from && to - reading.offset > options.maxBufferedBytes)
    return fail(run, 'fail-too-big', { from: from * 8, to: to * 8 }, 'maxBufferedBytes');
  const context: FrameContext = {
    from: run.connection.role === 'client' ? 'server' : 'client',
    deflate: run.connection.deflate ? 'agreed' : 'none'
  };
  const reader = new MessageReader(reading, bytes, context, options);
  for (;;) {
    const item = reader.next();
    if (!item) break;
    if (item.type === 'fault') return fail(run, item.rule, item.range, item.limit);
    const stops = item.type === 'control' ? control(run, item) : message(run, item);
    if (stops)
      return run.set({ reading: reader.reading, hasUnread: reader.reading.unread.length > 0 });
  }
  run.set({ reading: reader.reading, hasUnread: false });
}

/** True when reading stops here. */
function control(
  run: Run,
  { opcode, payload, to }: Extract<ReadItem, { type: 'control' }>
): boolean {
  if (opcode === CLOSE) {
    closeReceived(run, payload, to * 8 - payload.length * 8);
    return true;
  }
  run.out({ type: opcode === PING ? 'ping' : 'pong', payload });
  // Once Close is sent nothing follows it (RFC 6455 §5.5.1).
  if (opcode === PING && !run.connection.closeSent) sendFrame(run, PONG, payload);
  return false;
}

function message(run: Run, item: Extract<ReadItem, { type: 'message' }>): boolean {
  const payload = item.compressed ? inflate(run, item) : item.payload;
  if (!payload) return true;
  if (run.connection.closeSent) return false;
  const type = item.opcode === TEXT ? 'text' : 'binary';
  run.out({ type: 'message', message: { type, payload }, frames: item.frames });
  return true;
}

function inflate(run: Run, { opcode, payload, from, to }: Extract<ReadItem, { type: 'message' }>) {
  const { deflate, options } = run.connection;
  if (!deflate) throw new Error('a compressed message without an agreement');
  const range = { from: from * 8, to: to * 8 };
  const inflated = inflateMessage(deflate.receives, payload, options.maxMessageSize);
  if (!inflated.ok) {
    if (inflated.reason === 'corrupt') fail(run, 'pmd-corrupt', range);
    else fail(run, 'fail-too-big', range, 'maxMessageSize');
    return undefined;
  }
  run.set({ deflate: { ...deflate, receives: inflated.context } });
  if (
    opcode === TEXT &&
    !options.anyText &&
    utf8Advance(UTF8_START, inflated.message) !== UTF8_START
  ) {
    fail(run, 'text-utf8', range);
    return undefined;
  }
  return inflated.message;
}

function closeReceived(run: Run, payload: Uint8Array, bit: number): void {
  const { close, faults } = decodeClose(payload);
  const { anyText, manner } = run.connection.options;
  const [fault] = faults.filter(
    ({ rule }) => !manner?.tolerates(rule) && (!anyText || rule !== 'close-reason-utf8')
  );
  if (fault)
    return fail(run, fault.rule, { from: bit + fault.range.from, to: bit + fault.range.to });
  run.set({ closeReceived: close });
  run.out({ type: 'close', close });
  run.move('close-received');
  if (!run.connection.closeSent) sendClose(run, payload, close);
  // The server closes TCP first, so that TIME_WAIT stays on its side (RFC 6455 §7.1.1).
  if (run.connection.role === 'server') run.out({ type: 'close-tcp' });
}

/** Fails the connection: a Close that says why, as far as one may be sent (RFC 6455 §7.1.7). */
function fail(run: Run, rule: RuleId, range: Violation['range'], limit?: keyof Limits): void {
  const { closeCode = 1002 }: Rule = RULES[rule];
  const violation = { rule, range };
  const code = limit && limit !== 'maxMessageSize' ? 1008 : closeCode;
  run.set({ failure: violation, hasUnread: false });
  const own = run.connection.options.manner?.closeFor(rule) ?? { code, reason: '' };
  if (!run.connection.closeSent) sendClose(run, encodeClose(own.code, own.reason), own);
  run.out({ type: 'failed', violation, code, ...(limit ? { limit } : {}) });
  run.move('failed');
  run.out({ type: 'close-tcp' });
}
