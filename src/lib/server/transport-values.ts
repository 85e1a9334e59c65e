/** What the prose on transports may print besides its races, and the commands that it offers. */
import { RECORD_OVERHEAD, SEGMENT_HEADER } from '#lib/network/tcp.ts';
import { createTranslate } from '#lib/i18n/messages.ts';
import { FORMULAS, INITIAL, valueOf, type FormulaId } from '#lib/simulation/transports/formulas.ts';
import type { MeasuredTable } from '#lib/simulation/transports/measured.ts';
import { PROFILES } from '#lib/simulation/transports/profiles.ts';
import type { Command } from './commands.ts';
import { dataAt } from './content.ts';
import { messagesOf } from './dictionary.ts';
import { LEAP_PAYLOAD, quantumLeap } from './leap-values.ts';
import { framingOf, headsOf, pollText } from './transport-bytes.ts';
import { raceSettings, type RaceSettings } from './races.ts';

export const measuredTable = (): MeasuredTable => dataAt('measured/transports.json');

/**
 * `formula.short-poll.mean` and each other line, with the values that formulas begin with;
 * `heads.chromium.poll`, `.empty`, …; `framing.websocket.down`, …; `leap.…`; `measured.…`.
 */
export function transportValues(
  main: RaceSettings,
  language: string
): Readonly<Record<string, string>> {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const t = createTranslate(language, messagesOf(language, ['units']));
  const bytes = (n: number) => t('units.bytes', { n });
  const { payload } = raceSettings(main).workload;
  const values: Record<string, string> = {
    'message.size': bytes(payload),
    'tcp.header': bytes(SEGMENT_HEADER),
    'tls.record': bytes(RECORD_OVERHEAD),
    'long-poll.cap': number.format(1000 / (2 * INITIAL.oneWay)),
    'short-poll.deviation': number.format(INITIAL.interval / Math.sqrt(12)),
    'formula.hold.seconds': t('units.seconds', { n: INITIAL.hold / 1000 }),
    'framing.sse': bytes(framingOf('sse', 'server', payload)),
    'framing.websocket.down': bytes(framingOf('websocket', 'server', payload)),
    'framing.websocket.up': bytes(framingOf('websocket', 'client', payload))
  };
  for (const [name, value] of Object.entries(INITIAL))
    values[`formula.${name}`] = number.format(value);
  for (const id of Object.keys(FORMULAS) as FormulaId[])
    for (const { id: line } of FORMULAS[id].lines)
      values[`formula.${id}.${line}`] = number.format(valueOf(id, line, INITIAL));
  for (const profile of PROFILES) {
    const heads = headsOf(profile, payload);
    for (const [name, n] of Object.entries(heads)) values[`heads.${profile}.${name}`] = bytes(n);
    values[`heads.${profile}.both`] = bytes(heads.poll + heads.empty);
    values[`heads.${profile}.handshake`] = bytes(heads.upgrade + heads.upgraded);
  }
  return { ...values, ...leapValues(number, bytes), ...measuredValues(language, number) };
}

function leapValues(number: Intl.NumberFormat, bytes: (n: number) => string) {
  const { assumed, corrections } = quantumLeap();
  return Object.fromEntries([
    ['leap.bytes', bytes(assumed.bytes)],
    ['leap.web-socket.bytes', bytes(assumed.webSocketBytes)],
    ['leap.payload', bytes(LEAP_PAYLOAD)],
    ['leap.ratio', number.format(Math.floor(assumed.ratio))],
    ...corrections.flatMap(({ id, poll, webSocket, ratio }) => [
      [`leap.${id}.poll`, bytes(poll)],
      [`leap.${id}.web-socket`, bytes(webSocket)],
      [`leap.${id}.ratio`, number.format(ratio)]
    ])
  ]) as Record<string, string>;
}

function measuredValues(language: string, number: Intl.NumberFormat) {
  const { date, versions, rows, settings } = measuredTable();
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const off = rows.map(({ real, simulated }) => Math.abs(real.meanDelay - simulated.meanDelay));
  return {
    'measured.date': day.format(new Date(date)),
    'measured.node': versions.node,
    'measured.ws': versions.ws,
    'measured.off': number.format(Math.max(...off)),
    'measured.interval': number.format(settings.polling.interval),
    'measured.rate': number.format(settings.workload.rate)
  };
}

/** For `::commands{of=poll}`: the head of a poll, counted by hand, and what a program of one's own sends. */
export function transportCommands(): Readonly<Record<string, readonly Command[]>> {
  const text = pollText('chromium');
  const quoted = text.replaceAll('%', '%%').replaceAll("'", `'\\''`).replaceAll('\r\n', '\\r\\n');
  const { interval, rate } = INITIAL;
  return {
    poll: [
      {
        tool: 'printf',
        line: `printf '${quoted}' | wc -c | tr -d ' '`,
        prints: String(text.length)
      },
      {
        tool: 'Node',
        line: `node -p "(100 * Math.exp(-${rate} * ${interval} / 1000)).toFixed(1)"`,
        prints: valueOf('empty-share', 'share', INITIAL).toFixed(1)
      },
      {
        tool: 'curl',
        line: `curl -s -o /dev/null -w '%{size_request} %{size_header}\\n' https://example.com/`
      }
    ]
  };
}
