/** Captures of real software that can be opened with one press: static/captures. */
export const SAMPLES = [
  { id: 'chromium', file: 'chromium-ws.pcap' },
  { id: 'violations', file: 'client-violations.pcap' },
  { id: 'closes', file: 'closes.pcap' },
  { id: 'compression', file: 'compression.pcap' },
  { id: 'server', file: 'server-violations.pcap' },
  { id: 'proxy', file: 'nginx-proxy.pcapng' },
  { id: 'tls', file: 'tls.pcap' },
  { id: 'har', file: 'devtools.har' }
] as const;

export type Sample = (typeof SAMPLES)[number];
export type SampleId = Sample['id'];

export const sampleOf = (id: string | undefined): Sample | undefined =>
  SAMPLES.find((sample) => sample.id === id);
