/** The table of the chapter In your tools: what is on the wire, and what each tool shows of it. */
import type { LayerId, ToolsView } from '#lib/figures/tools/tools.ts';
import { recordingOfTools } from './recording.ts';
import {
  sightsOfDevtools,
  sightsOfHar,
  sightsOfMitmproxy,
  sightsOfScript,
  sightsOfServer,
  sightsOfTcpdump,
  sightsOfWireshark
} from './sights.ts';
import {
  closeFrames,
  controlFrames,
  fragmentsOf,
  HAR_SAMPLE,
  sampleText,
  WIRE,
  type Wire
} from './wire.ts';

/** How many of each layer a conversation has; every connection has one CloseEvent at its script. */
export const totalsOf = (wire: Wire): Readonly<Record<LayerId, number>> => ({
  segments: wire.connection.packets,
  heads: wire.fields.length,
  frames: wire.frames.length,
  keys: wire.frames.filter(({ masked }) => masked).length,
  compression: wire.messages.filter(({ compressed }) => compressed).length,
  fragments: fragmentsOf(wire).length,
  control: controlFrames(wire).length,
  messages: wire.messages.length,
  codes: closeFrames(wire).length,
  event: 1
});

export function toolsView(): ToolsView {
  const recording = recordingOfTools();
  const totals = totalsOf(WIRE);
  return {
    totals,
    sights: {
      tcpdump: sightsOfTcpdump(recording.tcpdump, totals),
      wireshark: sightsOfWireshark(recording.tshark, WIRE),
      devtools: sightsOfDevtools(recording.devtools, WIRE),
      har: sightsOfHar(sampleText(HAR_SAMPLE), WIRE),
      mitmproxy: sightsOfMitmproxy(recording.mitmproxy),
      server: sightsOfServer(recording.server),
      script: sightsOfScript(recording.script)
    }
  };
}
