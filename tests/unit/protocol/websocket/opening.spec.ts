import { describe, expect, it } from 'vitest';
import { latin1Decode } from '#lib/bytes/bytes.ts';
import { encodeResponse } from '#lib/protocol/http/message.ts';
import {
  answerTo,
  clientReceives,
  MAX_HEAD_BYTES,
  openClient,
  openServer,
  serverReceives,
  type ClientOpening,
  type ServerOpening
} from '#lib/protocol/websocket/opening.ts';
import { hex } from '../../../helpers/bytes.ts';
import {
  ACCEPT,
  edited,
  headOf,
  KEY,
  REQUEST_LINES,
  RESPONSE_LINES
} from '../../../helpers/handshake.ts';

const request = headOf(REQUEST_LINES);
const response = headOf(RESPONSE_LINES);

describe('the server', () => {
  it('does not care how the request is cut', () => {
    for (let cut = 1; cut < request.length; cut += 7) {
      const first = serverReceives(openServer(), request.subarray(0, cut));
      if (first.type !== 'waiting') throw new Error(`done after ${cut} bytes`);
      const second = serverReceives(first.opening, request.subarray(cut));
      expect(second).toMatchObject({ type: 'request', key: KEY });
    }
  });

  it('keeps what came behind the request, and sees that it came too early', () => {
    const outcome = serverReceives(openServer(), Uint8Array.of(...request, ...hex`81 00`));
    if (outcome.type !== 'request') throw new Error(outcome.type);
    expect(outcome.rest).toEqual(hex`81 00`);
    expect(outcome.judgement.violations.map(({ rule }) => rule)).toEqual(['req-wait-for-101']);
  });

  it('refuses a head without end at 16 KiB with 431', () => {
    let opening: ServerOpening = openServer();
    for (let sent = 0; sent <= MAX_HEAD_BYTES; sent += 4096) {
      const outcome = serverReceives(opening, new Uint8Array(4096).fill(0x61));
      if (outcome.type === 'refused') {
        expect(latin1Decode(outcome.bytes)).toMatch(/^HTTP\/1\.1 431 /);
        return;
      }
      if (outcome.type === 'waiting') opening = outcome.opening;
    }
    throw new Error('not refused');
  });

  it('answers what follows from its judgement', () => {
    const asked = serverReceives(openServer(), request);
    if (asked.type !== 'request') throw new Error(asked.type);
    expect(encodeResponse(answerTo(asked.judgement, ACCEPT))).toEqual(response);
    const old = serverReceives(
      openServer(),
      headOf(edited(REQUEST_LINES, { 'Sec-WebSocket-Version': '8' }))
    );
    if (old.type !== 'request') throw new Error(old.type);
    expect(answerTo(old.judgement, ACCEPT)).toMatchObject({ status: 426 });
  });
});

describe('the client', () => {
  const client = (): ClientOpening => openClient(request, ACCEPT);

  it('opens with the right answer, however it is cut, and keeps the first frame', () => {
    const bytes = Uint8Array.of(...response, ...hex`81 00`);
    for (let cut = 1; cut < response.length; cut += 7) {
      const first = clientReceives(client(), bytes.subarray(0, cut));
      if (first.type !== 'waiting') throw new Error(`done after ${cut} bytes`);
      const second = clientReceives(first.opening, bytes.subarray(cut));
      expect(second).toMatchObject({ type: 'open', protocol: '', rest: hex`81 00` });
    }
  });

  it('fails with the violation that decides', () => {
    const wrong = headOf(edited(RESPONSE_LINES, { 'Sec-WebSocket-Accept': 'AAAA' }));
    expect(clientReceives(client(), wrong)).toMatchObject({
      type: 'failed',
      violation: { rule: 'resp-accept-value' }
    });
  });

  it('fails when TCP ends before there is an answer', () => {
    expect(clientReceives(client(), 'end')).toMatchObject({ type: 'failed', violation: undefined });
    const half = clientReceives(client(), response.subarray(0, 30));
    if (half.type !== 'waiting') throw new Error(half.type);
    expect(clientReceives(half.opening, 'end').type).toBe('failed');
  });

  it('gives up on an endless head', () => {
    const endless = new Uint8Array(MAX_HEAD_BYTES + 1).fill(0x61);
    expect(clientReceives(client(), endless).type).toBe('failed');
  });
});
