import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64Encode } from '#lib/bytes/base64.ts';
import { latin1Decode, toHex } from '#lib/bytes/bytes.ts';
import { utf8Decode } from '#lib/bytes/utf8.ts';
import { memorySource } from '#lib/capture/byte-source.ts';
import { bodyBytes, frameBytes, messageBytes } from '#lib/capture/connection-bytes.ts';
import { diagnose } from '#lib/capture/doctor/diagnose.ts';
import { captureJson, jsonText } from '#lib/capture/export/capture-json.ts';
import { har } from '#lib/capture/export/har.ts';
import { redactHead, redactUrl } from '#lib/capture/export/redact.ts';
import { report } from '#lib/capture/export/report.ts';
import { transcript } from '#lib/capture/export/transcript.ts';
import { readCapture, type ReadCapture } from '#lib/capture/read-capture.ts';
import { findingWords, type DoctorDictionary } from '#lib/i18n/finding-words.ts';
import { CLOSE, isControl } from '#lib/protocol/websocket/opcode.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';
import { built, closed, opened, request, response, text } from '../../../helpers/built-capture.ts';

const FOLDER = 'tests/fixtures/captures';
const CLOSED = { payload: false, secrets: false };
const read = (name: string) =>
  readCapture(memorySource(new Uint8Array(readFileSync(`${FOLDER}/${name}`))));
const wordsIn = (language: string) =>
  findingWords(
    dataAt<DoctorDictionary>(`doctor/${language}.json`),
    dataAt(`rules/${language}.json`),
    language
  );

async function reportOf({ capture, source }: ReadCapture, language: string, payload = false) {
  return report(capture, source, await diagnose(capture, source), wordsIn(language), {
    name: 'capture.pcap',
    versions: 'test',
    ...(payload ? { open: { payload: true, secrets: false } } : {})
  });
}

/** All that an export may write of bytes. */
const formsOf = (bytes: Uint8Array): string[] => {
  const text = utf8Decode(bytes);
  return [
    toHex(bytes.subarray(0, 32)),
    toHex(bytes.subarray(0, 32), ' '),
    base64Encode(bytes),
    ...(text === undefined ? [latin1Decode(bytes)] : [text, JSON.stringify(text).slice(1, -1)])
  ].filter((form) => form.trim().length >= 4);
};

/** What was said in a capture: messages, control frames, bodies, cookies, authorization. */
async function saidIn({ capture, source }: ReadCapture): Promise<Set<string>> {
  const said = new Set<string>();
  const add = (bytes: Uint8Array) => formsOf(bytes).forEach((form) => said.add(form));
  for (const connection of capture.connections) {
    const { messages, frames, exchanges, directions } = connection;
    for (let row = 0; row < messages.length; row++)
      if (messages.at(row).trouble === 'none') add(await messageBytes(source, connection, row));
    for (let row = 0; row < frames.length; row++) {
      const { opcode } = frames.at(row);
      const { payload } = await frameBytes(source, connection, row);
      if (opcode === CLOSE) add(payload.subarray(2));
      else if (isControl(opcode)) add(payload);
    }
    for (const { request: asked, response: answered } of exchanges)
      for (const [head, direction] of [
        [asked, directions.client],
        [answered, directions.server]
      ] as const) {
        if (head?.body) add(await bodyBytes(source, direction, head.body));
        for (const { name, value } of head?.value.fields ?? [])
          if (/^(set-)?cookie$|authorization$/i.test(name)) said.add(value);
      }
  }
  return said;
}

/** Every export of a capture, with nothing of what was said. */
async function closedExports(opened: ReadCapture): Promise<string[]> {
  const { capture, source } = opened;
  const texts = await Promise.all(LANGUAGES.map((language) => reportOf(opened, language)));
  for (const connection of capture.connections)
    for await (const part of transcript(source, connection, { open: CLOSED })) texts.push(part);
  const tools = { sha256: () => 'hash', rules: {} };
  texts.push(jsonText(await captureJson('', capture, source, tools, { open: CLOSED })));
  texts.push(JSON.stringify(await har(capture, source, { version: '1', open: CLOSED })));
  return texts;
}

/** Words of the exports themselves, and of heads, that captures happen to say too. */
const COMMON = /^(text|binary|close|ping|pong|echo|true|false|null|keepalive|rsv[123]|snap|reserved)$/i;

const files = readdirSync(FOLDER).filter((name) => name.includes('.pcap'));

describe.each(files)('what is passed on of %s', (name) => {
  it('holds nothing that was said in it', async () => {
    const opened = await read(name);
    const said = [...(await saidIn(opened))].filter((form) => !COMMON.test(form));
    for (const exported of await closedExports(opened))
      for (const form of said) expect(exported.includes(form), form.slice(0, 80)).toBe(false);
  });
});

describe('secrets', () => {
  const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
  const secrets = ['sid=c00k1e', 'Bearer b3arer', 't0k3n', 'us3r', 'k3y-of-api', JWT, 'said-aloud'];
  const socket = () =>
    built([
      ...opened(
        request(
          {
            Cookie: 'sid=c00k1e',
            Authorization: 'Bearer b3arer',
            'X-Api-Key': 'k3y-of-api',
            Referer: 'http://us3r@example.com/?access_token=t0k3n',
            'Sec-WebSocket-Protocol': `chat, ${JWT}`
          },
          `/chat?room=7&token=t0k3n&q=${JWT}`
        ),
        response({ 'Set-Cookie': 'sid=c00k1e', 'Sec-WebSocket-Protocol': 'chat' })
      ),
      text(10, 'client', 'said-aloud'),
      ...closed(20)
    ]);

  it('of heads and URLs are in no export, and what is harmless stays', async () => {
    for (const exported of await closedExports(await socket()))
      for (const secret of secrets) expect(exported, secret).not.toContain(secret);
    const told = await reportOf(await socket(), 'en');
    expect(told).toContain('GET /chat?room=7&token=…&q=… HTTP/1.1');
    expect(told).toContain('Sec-WebSocket-Key: ');
    expect(told).toContain('Sec-WebSocket-Protocol: chat, …');
  });

  it('stay out where the payload is ticked', async () => {
    const told = await reportOf(await socket(), 'en', true);
    expect(told).toContain('said-aloud');
    for (const secret of secrets.slice(0, -1)) expect(told, secret).not.toContain(secret);
  });

  it('are shown where somebody asks for them', () => {
    const head = { method: 'GET', target: '/?token=x', version: 'HTTP/1.1', fields: [] };
    expect(redactHead(head, { payload: true, secrets: true })).toBe(head);
    expect(redactUrl('/a?b=c')).toBe('/a?b=c');
  });
});

describe('the report', () => {
  it('has findings with their evidence, facts, heads, and the first and last frames', async () => {
    const told = await reportOf(await read('a11-client-violations.pcap'), 'en');
    expect(told).toMatch(/^# WebSocket capture: capture\.pcap\n/);
    expect(told).toContain('1. **The client broke a rule of the protocol** (error · Connection 2)');
    expect(told).toContain('- Evidence: frames 1');
    expect(told).toContain('## Connection 2');
    expect(told).toMatch(/ {5}1 .* > text \d+ … !mask-client/);
    expect(told).toContain('Payloads, cookies, authorization and secrets in URLs are left out.');
  });

  it('says that nothing is wrong, and what was looked at', async () => {
    const told = await reportOf(await read('a01-chromium-ws-text.pcap'), 'en');
    expect(told).toContain('Nothing wrong was found. Looked at: ');
    expect(told).toContain('## Connection 3');
  });

  it('is in the language of the page', async () => {
    const told = await reportOf(await read('a08-closes-and-reset.pcap'), 'ru');
    expect(told).toContain('**Соединение закончилось без Close** (ошибка · Соединение 8)');
  });

  it('lets nothing of the capture act as Markdown', async () => {
    const asked = request({ 'X-Trick': '``` \n# Heading'.replace('\n', ' ') });
    const bad = response({ 'Sec-WebSocket-Accept': '`**x**`' });
    const told = await reportOf(await built(opened(asked, bad)), 'en');
    const fences = told.split('\n').filter((line) => line.includes('```'));
    expect(fences.every((line) => /^```(text)?$/.test(line))).toBe(true);
    expect(told).toContain('It is `’**x**’`');
  });
});
