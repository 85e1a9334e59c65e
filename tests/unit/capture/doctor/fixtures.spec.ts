/**
 * What the doctor finds in captures of real software: a table that was reviewed by hand, file by
 * file, against what each is known to show (MANIFEST.json). What stands here only is found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it, describe } from 'vitest';
import { memorySource } from '#lib/capture/byte-source.ts';
import { diagnose } from '#lib/capture/doctor/diagnose.ts';
import type { Finding } from '#lib/capture/doctor/finding.ts';
import { readCapture } from '#lib/capture/read-capture.ts';
import { endingOf, type ScriptSees } from '#lib/capture/session/ending.ts';
import type { DoctorDictionary } from '#lib/i18n/finding-words.ts';
import { dataAt, LANGUAGES } from '#lib/server/content.ts';

const FOLDER = 'tests/fixtures/captures';

const read = (name: string) =>
  readCapture(memorySource(new Uint8Array(readFileSync(`${FOLDER}/${name}`))));

async function findingsIn(name: string): Promise<Finding[]> {
  const { capture, source } = await read(name);
  return diagnose(capture, source);
}

/** The finding in a word or two: `refused 404`, `broken-rule mask-client`. */
const short = ({ id, params }: Finding): string => {
  const telling = params['rule'] || params['status'] || params['code'] || params['reason'];
  const isRest = id === 'abnormal-end' || id === 'invalid-utf8';
  return isRest || telling === undefined ? id : `${id} ${telling}`;
};

const CLIENT_FAULTS = {
  1: ['broken-rule mask-client', 'closed 1002'],
  2: ['broken-rule frame-rsv', 'closed 1002'],
  3: ['broken-rule frame-rsv', 'closed 1002'],
  4: ['broken-rule ctl-125', 'closed 1002'],
  5: ['broken-rule ctl-fin', 'closed 1002'],
  6: ['invalid-utf8', 'closed 1007'],
  7: ['closed 1009'],
  8: ['broken-rule frame-opcode', 'closed 1002'],
  9: ['broken-rule frag-cont-start', 'closed 1002'],
  10: ['broken-rule frag-no-new-start', 'closed 1002'],
  11: ['broken-rule close-body-size', 'closed 1002'],
  12: ['broken-rule close-not-on-wire', 'closed 1002'],
  13: ['broken-rule frame-len-minimal']
};
const CLOSES = {
  3: ['closed 1001'],
  4: ['closed 3000'],
  5: ['closed 4999'],
  6: ['closed 1005'],
  7: ['abnormal-end'],
  8: ['abnormal-end'],
  9: ['closed 4000'],
  10: ['closed 1005']
};

/** By connection; files that are not named have no finding. */
const FOUND: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'a08-closes-and-reset.pcap': CLOSES,
  'a09-refusals.pcap': {
    2: ['refused 400'],
    3: ['refused 401'],
    4: ['refused 403'],
    5: ['refused 404'],
    6: ['refused 426'],
    7: ['refused 302'],
    8: ['refused 200']
  },
  'a10-bad-accept.pcap': {
    2: ['accept-wrong'],
    3: ['accept-missing'],
    4: ['answer-rejected resp-upgrade'],
    5: ['answer-rejected resp-protocol-requested'],
    6: ['answer-rejected resp-ext-requested']
  },
  'a11-client-violations.pcap': CLIENT_FAULTS,
  'a12-server-violations.pcap': {
    2: ['broken-rule mask-server', 'closed 1002'],
    3: ['broken-rule frame-rsv', 'closed 1002'],
    4: ['invalid-utf8', 'closed 1002'],
    5: ['broken-rule frame-opcode', 'closed 1002'],
    6: ['broken-rule ctl-125', 'closed 1002'],
    7: ['broken-rule frame-len-minimal', 'closed 1002'],
    8: ['broken-rule frame-len-msb', 'closed 1002'],
    9: ['broken-rule frag-cont-start', 'closed 1002']
  },
  'a15-autobahn-both.pcap': { 0: ['closed 3001'] },
  'a17-lossy-raw-ip.pcap': {
    0: ['retransmissions', 'retransmissions'],
    1: ['retransmissions', 'retransmissions']
  },
  'a21-wss-tls13.pcap': {
    0: ['encrypted'],
    1: ['encrypted'],
    2: ['encrypted'],
    3: ['encrypted'],
    4: ['encrypted']
  },
  'a22-har.pcap': { 2: ['closed 3001'] },
  'a23-snaplen.pcap': { 0: ['gap snaplen', 'gap snaplen', 'inferred'] },
  'a31-mid-connection-plain.pcap': { 0: ['mid-connection', 'inferred'] },
  'a32-mid-connection-pmd.pcap': { 0: ['mid-connection', 'inferred', 'context-lost'] },
  'a33-truncated-tail.pcap': { null: ['file-truncated'] },
  'a35-nanosecond.pcap': CLOSES,
  'a36-shuffled-duplicated.pcap': { 0: ['retransmissions'] },
  'a37-comments.pcapng': CLIENT_FAULTS
};

const files = readdirSync(FOLDER).filter((name) => name.includes('.pcap'));

describe.each(files)('%s', (name) => {
  it('has the findings that it has, and no other', async () => {
    const found: Record<string, string[]> = {};
    for (const one of await findingsIn(name)) (found[`${one.connection}`] ??= []).push(short(one));
    expect(found).toEqual(FOUND[name] ?? {});
  });

  it('has evidence for each that lies in the capture', async () => {
    const { capture, source } = await read(name);
    for (const { connection, evidence } of await diagnose(capture, source)) {
      const { frames, messages } = capture.connections[connection ?? -1] ?? {};
      for (const row of evidence.frames ?? []) expect(row).toBeLessThan(frames?.length ?? 0);
      for (const row of evidence.messages ?? []) expect(row).toBeLessThan(messages?.length ?? 0);
      for (const packet of evidence.packets ?? [])
        expect(packet).toBeLessThanOrEqual(capture.facts.packets);
      if (evidence.from !== undefined) expect(evidence.from).toBeLessThanOrEqual(evidence.to ?? 0);
    }
  });

  it('gives every value that the words ask for', async () => {
    const found = await findingsIn(name);
    for (const language of LANGUAGES) {
      const { findings, tables } = dataAt<DoctorDictionary>(`doctor/${language}.json`);
      const valuesIn = (text: string): string[] =>
        [...text.matchAll(/\{([\w-]+)(?:@([\w-]+))?/g)].flatMap(([, value = '', table]) => [
          value,
          ...Object.values(tables[table ?? ''] ?? {}).flatMap(valuesIn)
        ]);
      for (const { id, params } of found)
        for (const value of Object.values(findings[id]).flatMap(valuesIn))
          expect(Object.keys(params), `${language} ${id}`).toContain(value);
    }
  });
});

it('names only files that there are', () => {
  expect(Object.keys(FOUND).filter((name) => !files.includes(name))).toEqual([]);
});

// Chromium’s own log of its events, written while the captures were made.
const LOGGED = JSON.parse(readFileSync('tests/fixtures/script-events.json', 'utf8')) as Readonly<
  Record<string, readonly (ScriptSees & { readonly target: string })[]>
>;

it.each(Object.entries(LOGGED))(
  'what script saw in %s is what the page logged',
  async (name, log) => {
    const { capture } = await read(name);
    const seen = capture.connections.flatMap((connection) => {
      const { script } = endingOf(connection);
      const target = connection.exchanges.at(-1)?.request?.value.target ?? '';
      return script.event === 'close' ? [{ target, ...script }] : [];
    });
    expect(seen).toEqual(log);
  }
);
