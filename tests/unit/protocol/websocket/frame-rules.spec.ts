import { describe, expect, it } from 'vitest';
import { concatBytes } from '#lib/bytes/bytes.ts';
import { utf8Encode } from '#lib/bytes/utf8.ts';
import { RULE_IDS, RULES, isHandshakeRule, type RuleId } from '#lib/protocol/rules.ts';
import type { FrameParts } from '#lib/protocol/websocket/encode-frame.ts';
import { judgeFrames } from '#lib/protocol/websocket/judge-frames.ts';
import {
  judgeConversation,
  type ConversationEvent
} from '#lib/protocol/websocket/judge-conversation.ts';
import { openConnection, step } from '#lib/protocol/websocket/connection.ts';
import { textMessage } from '#lib/protocol/websocket/message.ts';
import { mayBePassedToClose } from '#lib/protocol/websocket/close-code.ts';
import { hex } from '../../../helpers/bytes.ts';
import {
  bytes,
  CLIENT,
  DEFLATE,
  FRAME_CASES,
  frames,
  KEY,
  masked,
  SERVER,
  text
} from '../../../helpers/frame-cases.ts';
import { prove } from '../../../helpers/evidence.ts';

describe('a rule of one direction', () => {
  it.each(FRAME_CASES)(
    '$rule is broken and kept',
    ({ rule, broken, kept, context = SERVER, at }) => {
      const judged = judgeFrames(broken, context);
      expect(judged.violations.map((violation) => violation.rule)).toEqual([rule]);
      if (at) expect(judged.violations[0]?.range).toEqual({ from: at[0], to: at[1] });
      expect(judgeFrames(kept, context).violations).toEqual([]);
      prove({ type: 'rule', id: rule, how: 'broken' });
    }
  );

  it('close-reason-123 goes with ctl-125, which it implies', () => {
    const close = (length: number) =>
      frames(bytes(8, concatBytes(hex`03e8`, new Uint8Array(length))));
    expect(judgeFrames(close(124), SERVER).violations.map(({ rule }) => rule)).toEqual([
      'ctl-125',
      'close-reason-123'
    ]);
    expect(RULES['close-reason-123'].implies).toEqual(['ctl-125']);
    expect(judgeFrames(close(123), SERVER).violations).toEqual([]);
    prove({ type: 'rule', id: 'close-reason-123', how: 'broken' });
  });
});

describe('one judge and one receiver', () => {
  it.each(
    FRAME_CASES.filter(
      ({ rule }) => RULES[rule].consequence !== 'tolerate' && rule !== 'pmd-window'
    )
  )('agree where a connection fails: $rule', ({ broken, context = SERVER }) => {
    const { first } = judgeFrames(broken, context);
    const { agreement, maxMessageSize } = context;
    const role = context.from === 'server' ? 'client' : 'server';
    let connection = openConnection(
      role,
      context.deflate === 'agreed' ? agreement : undefined,
      maxMessageSize ? { maxMessageSize } : {}
    );
    let failed: unknown;
    let input: Parameters<typeof step>[1] = { type: 'bytes', bytes: broken };
    do {
      const stepped = step(connection, input, () => KEY);
      connection = stepped.connection;
      failed ??= stepped.outputs.find((output) => output.type === 'failed');
      input = { type: 'read' };
    } while (connection.hasUnread);
    // Without what was offered, or what was kept, the receiver knows less than the judge.
    const same: Partial<Record<RuleId, RuleId>> = {
      'ext-not-before-accept': 'frame-rsv',
      'pmd-reset': 'pmd-corrupt'
    };
    const rule = first && (same[first.rule] ?? first.rule);
    expect(failed).toMatchObject({ violation: { rule, range: first?.range } });
  });
});

const from = (role: 'client' | 'server', ...parts: readonly FrameParts[]): ConversationEvent => ({
  from: role,
  type: 'bytes',
  bytes: role === 'client' ? masked(...parts) : frames(...parts)
});
const fin = (role: 'client' | 'server'): ConversationEvent => ({ from: role, type: 'fin' });
const NONE = new Uint8Array();
const closing = [from('client', bytes(8, NONE)), from('server', bytes(8, NONE))];

const CONVERSATIONS: readonly {
  rule: RuleId;
  by: 'client' | 'server';
  broken: ConversationEvent[];
  kept: ConversationEvent[];
}[] = [
  {
    rule: 'ping-answer',
    by: 'client',
    broken: [from('server', bytes(9, hex`01`)), from('client', text('a'))],
    kept: [from('server', bytes(9, hex`01`)), from('client', bytes(10, hex`01`))]
  },
  {
    rule: 'pong-same-data',
    by: 'server',
    broken: [from('client', bytes(9, hex`01`)), from('server', bytes(10, hex`02`))],
    kept: [from('client', bytes(9, hex`01`)), from('server', bytes(10, hex`01`))]
  },
  {
    rule: 'close-reply',
    by: 'server',
    broken: [from('client', bytes(8, NONE)), fin('server')],
    kept: [...closing, fin('server')]
  },
  { rule: 'close-then-tcp', by: 'server', broken: closing, kept: [...closing, fin('server')] },
  {
    rule: 'close-server-first',
    by: 'server',
    broken: [...closing, fin('client'), fin('server')],
    kept: [...closing, fin('server'), fin('client')]
  },
  {
    rule: 'fail-send-close',
    by: 'server',
    broken: [from('client', bytes(3, NONE)), fin('server')],
    kept: [from('client', bytes(3, NONE)), from('server', bytes(8, hex`03ea`)), fin('server')]
  },
  {
    rule: 'text-fail-fast',
    by: 'server',
    broken: [from('client', bytes(1, hex`ff`)), from('server', text('a'))],
    kept: [from('client', bytes(1, hex`ff`)), from('server', bytes(8, hex`03ef`)), fin('server')]
  },
  {
    rule: 'fail-transport-lost',
    by: 'client',
    broken: [fin('server'), from('client', text('a'))],
    kept: [from('client', text('a')), fin('server')]
  }
];

describe('a rule of both directions', () => {
  it.each(CONVERSATIONS)('$rule is broken and kept', ({ rule, by, broken, kept }) => {
    const { misconduct } = judgeConversation(broken);
    expect(misconduct.map((found) => [found.rule, found.by])).toEqual([[rule, by]]);
    expect(judgeConversation(kept).misconduct).toEqual([]);
    prove({ type: 'rule', id: rule, how: 'broken' });
  });

  it('is never broken by our two ends, whatever they say', () => {
    const events: ConversationEvent[] = [];
    let client = openConnection('client');
    let server = openConnection('server');
    const run = (role: 'client' | 'server', input: Parameters<typeof step>[1]): void => {
      const stepped = step(role === 'client' ? client : server, input, () => KEY);
      if (role === 'client') client = stepped.connection;
      else server = stepped.connection;
      for (const output of stepped.outputs) {
        if (output.type === 'bytes') {
          events.push({ from: role, type: 'bytes', bytes: output.bytes });
          run(role === 'client' ? 'server' : 'client', { type: 'bytes', bytes: output.bytes });
        } else if (output.type === 'close-tcp') {
          events.push({ from: role, type: 'fin' });
          run(role === 'client' ? 'server' : 'client', { type: 'tcp-closed' });
        }
      }
    };
    run('client', { type: 'send', message: textMessage('Hello'), fragmentSize: 2 });
    run('server', { type: 'ping', payload: hex`0102` });
    run('client', { type: 'close', code: 1000, reason: 'bye' });
    const { misconduct, client: said, server: answered } = judgeConversation(events);
    expect([misconduct, said.violations, answered.violations]).toEqual([[], [], []]);
    expect(client.state).toBe('closed');
  });
});

/** Rules that say what something means: vectors hold them, not a violation. */
const DEFINITIONS: readonly RuleId[] = [
  'frame-after-open',
  'frame-len-order',
  'frame-len-counts',
  'frame-ext-data',
  'mask-bit',
  'mask-algorithm',
  'mask-unmask',
  'frag-first-opcode',
  'frag-cont-opcode',
  'frag-last-fin',
  'frag-control-between',
  'frag-type',
  'close-code-order',
  'pmd-decline-silent',
  'pmd-keep',
  'pmd-opcode',
  'pmd-tail-inner',
  'pmd-append-tail'
];

it('every rule about frames is here: broken and kept, implied, or a definition', () => {
  const shown = new Set<RuleId>([
    ...FRAME_CASES.map(({ rule }) => rule),
    ...CONVERSATIONS.map(({ rule }) => rule),
    'close-reason-123',
    'close-script-codes',
    ...DEFINITIONS
  ]);
  const wanted = RULE_IDS.filter((id) => !isHandshakeRule(id) || id === 'ext-not-before-accept');
  expect(wanted.filter((id) => !shown.has(id))).toEqual([]);
});

const defined = (...ids: readonly RuleId[]) =>
  prove(...ids.map((id) => ({ type: 'rule', id, how: 'defined' }) as const));

describe('a definition', () => {
  it('frame-len-order, frame-len-counts: 256 is 01 00, and the key is not counted', () => {
    const [frame] = judgeFrames(masked(bytes(2, new Uint8Array(256))), CLIENT).frames;
    expect(frame?.decoding.complete && frame.decoding.byteLength).toBe(2 + 2 + 4 + 256);
    expect(masked(bytes(2, new Uint8Array(256))).subarray(2, 4)).toEqual(hex`0100`);
    defined('frame-len-order', 'frame-len-counts', 'frame-ext-data');
  });

  it('mask-algorithm, mask-unmask, mask-bit: the index restarts in each frame', () => {
    const stream = masked(text('Hello'), text('Hello'));
    expect(stream.subarray(6, 11)).toEqual(stream.subarray(17, 22));
    const { messages } = judgeFrames(stream, CLIENT);
    expect(messages.map(({ payload }) => payload)).toEqual([
      utf8Encode('Hello'),
      utf8Encode('Hello')
    ]);
    expect((stream[1] as number) >> 7).toBe(1);
    defined('mask-algorithm', 'mask-unmask', 'mask-bit');
  });

  it('frag-type, frag-last-fin, frag-control-between: the type is that of the first frame', () => {
    const { messages, violations } = judgeFrames(hex`01 01 41 89 00 00 01 42 80 01 43`, SERVER);
    expect(violations).toEqual([]);
    expect(messages).toMatchObject([{ type: 'text', complete: true, frames: [0, 2, 3] }]);
    expect(judgeFrames(hex`01 01 41`, SERVER).messages).toMatchObject([{ complete: false }]);
    defined(
      'frag-type',
      'frag-last-fin',
      'frag-control-between',
      'frag-first-opcode',
      'frag-cont-opcode'
    );
  });

  it('close-code-order: 1000 is 03 e8', () => {
    expect(judgeFrames(hex`88 02 03e8`, SERVER).violations).toEqual([]);
    expect(judgeFrames(hex`88 02 e803`, SERVER).violations).toHaveLength(1);
    defined('close-code-order');
  });

  it('pmd-append-tail, pmd-keep, pmd-opcode: two messages, the second out of the first', () => {
    const { messages } = judgeFrames(hex`c1 07 f248cdc9c90700 c1 05 f200110000`, DEFLATE);
    expect(messages.map(({ payload }) => payload)).toEqual([
      utf8Encode('Hello'),
      utf8Encode('Hello')
    ]);
    expect(messages[1]?.history).toEqual(utf8Encode('Hello'));
    // The rule of UTF-8 is about the message, not about the bytes that carry it.
    const bad = judgeFrames(hex`c1 07 000100feffff00`, DEFLATE);
    expect(bad.violations.map(({ rule }) => rule)).toEqual(['text-utf8']);
    defined('pmd-append-tail', 'pmd-keep', 'pmd-opcode');
  });

  it('pmd-tail-inner: a tail in the middle stays', () => {
    const { messages } = judgeFrames(hex`41 07 f24805000000ff 80 06 ffcac9c90700`, DEFLATE);
    expect(messages[0]?.payload).toEqual(utf8Encode('Hello'));
    defined('pmd-tail-inner');
  });

  it('close-script-codes: 1000, and 3000 to 4999', () => {
    expect([1000, 3000, 4999].every(mayBePassedToClose)).toBe(true);
    expect([999, 1001, 1005, 2999, 5000].some(mayBePassedToClose)).toBe(false);
    defined('close-script-codes');
  });
});
