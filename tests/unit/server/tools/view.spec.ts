import { describe, expect, it } from 'vitest';
import { LAYERS, markOf, TOOLS, type LayerId, type ToolId } from '#lib/figures/tools/tools.ts';
import { recordingOfTools } from '#lib/server/tools/recording.ts';
import {
  sightsOfDevtools,
  sightsOfHar,
  sightsOfServer,
  sightsOfWireshark
} from '#lib/server/tools/sights.ts';
import { toolValues } from '#lib/server/tools/tool-values.ts';
import { toolsView, totalsOf } from '#lib/server/tools/view.ts';
import { HAR_SAMPLE, JOINED, PROXIED, sampleText, SHUFFLED, WIRE } from '#lib/server/tools/wire.ts';

const view = toolsView();
const marks = (tool: ToolId) =>
  LAYERS.map((layer) => markOf(view.sights[tool][layer], view.totals[layer]));
const named = (tool: ToolId, layer: LayerId) => view.sights[tool][layer].named;

describe('the conversation that the tools look at', () => {
  it('has something of every layer, read whole and without a fault', () => {
    for (const layer of LAYERS) expect(view.totals[layer], layer).toBeGreaterThan(0);
    const { frames, directions } = WIRE.connection;
    expect(frames.faulty).toEqual([]);
    expect([directions.client.gaps, directions.server.gaps]).toEqual([[], []]);
    expect(WIRE.messages.every(({ trouble }) => trouble === 'none')).toBe(true);
  });

  it('is cut into more frames than messages, one of them compressed and fragmented', () => {
    expect(view.totals.frames).toBeGreaterThan(view.totals.messages);
    expect(WIRE.messages.some(({ compressed, frames }) => compressed && frames > 1)).toBe(true);
  });
});

describe('what a tool shows', () => {
  it('is never more than there is', () => {
    for (const tool of TOOLS)
      for (const layer of LAYERS) {
        const { named: n, kept } = view.sights[tool][layer];
        expect(n + kept, `${tool}.${layer}`).toBeLessThanOrEqual(view.totals[layer]);
      }
  });

  it('has a line of its output wherever something is named', () => {
    for (const tool of TOOLS)
      for (const layer of LAYERS)
        if (named(tool, layer) > 0)
          expect(view.sights[tool][layer].lines.length, `${tool}.${layer}`).toBeGreaterThan(0);
  });

  it('tcpdump: segments by name, everything on the wire as bytes', () => {
    expect(marks('tcpdump')).toEqual(['all', ...Array<string>(8).fill('bytes'), 'none']);
  });

  it('Wireshark: everything on the wire but the message that is compressed and in fragments', () => {
    expect(marks('wireshark')).toEqual([...Array<string>(7).fill('all'), 'part', 'all', 'none']);
    expect(named('wireshark', 'messages')).toBe(view.totals.messages - 1);
  });

  it('DevTools and HAR: header fields and messages alone', () => {
    for (const tool of ['devtools', 'har'] as const)
      expect(
        LAYERS.filter((layer) => named(tool, layer) > 0),
        tool
      ).toEqual(['heads', 'messages']);
    expect(named('har', 'messages')).toBe(named('devtools', 'messages'));
    expect(named('har', 'messages')).toBe(view.totals.messages);
  });

  it('only the script’s column has the CloseEvent', () => {
    expect(TOOLS.filter((tool) => named(tool, 'event') > 0)).toEqual(['script']);
  });

  it('only proxy and server know of Ping and Pong above the wire', () => {
    expect(TOOLS.filter((tool) => named(tool, 'control') > 0)).toEqual([
      'wireshark',
      'mitmproxy',
      'server'
    ]);
  });
});

describe('the counting', () => {
  const { tshark, devtools, server } = recordingOfTools();

  it('counts only messages whose content is that of the wire', () => {
    const others = { ...WIRE, messages: WIRE.messages.map((m) => ({ ...m, content: 'other' })) };
    expect(sightsOfWireshark(tshark, others).messages.named).toBe(0);
    expect(sightsOfDevtools(devtools, others).messages.named).toBe(0);
    expect(sightsOfHar(sampleText(HAR_SAMPLE), others).messages.named).toBe(0);
  });

  it('follows the output: what a tool leaves out is not counted', () => {
    const fewer = {
      ...tshark,
      frames: tshark.frames.slice(1),
      summaries: tshark.summaries.slice(1)
    };
    expect(sightsOfWireshark(fewer, WIRE).frames.named).toBe(view.totals.frames - 1);
    expect(sightsOfServer(server.filter(({ event }) => event !== 'pong')).control.named).toBe(2);
  });

  it('takes the totals from the packets', () => {
    const half = { ...WIRE, frames: WIRE.frames.slice(0, 7) };
    expect(totalsOf(half).frames).toBe(7);
  });
});

describe('the other samples', () => {
  it('the proxy passes on every message, with new masking keys and other fragments', () => {
    const [atBrowser, atServer] = PROXIED;
    const contents = PROXIED.map(({ messages }) => messages.map(({ content }) => content));
    expect(contents[0]).toEqual(contents[1]);
    expect(contents[0]).toEqual(WIRE.messages.map(({ content }) => content));
    expect(atBrowser?.connection.tunnel).toBe(atServer?.connection.server);
    const values = toolValues('en');
    expect(values['proxied.same']).toBe('0');
    expect(values['proxied.sent']).not.toBe(values['proxied.arrived']);
  });

  it('has frames that overtook each other, and a connection that began before', () => {
    expect(SHUFFLED.length).toBeGreaterThan(0);
    expect(JOINED.connection.midConnection).toBe(true);
    const { tshark } = recordingOfTools();
    expect([tshark.shuffled, tshark.joined]).toEqual([0, 0]);
  });
});
