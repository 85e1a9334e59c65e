/** Close codes (RFC 6455 §7.4, §11.7, and what IANA has added since), as a table. */

export interface CloseCodeEntry {
  readonly code: number;
  readonly name: string;
  /** Whether a Close frame may hold it. */
  readonly onWire: boolean;
  /** Whether script may pass it to `close()` (WHATWG WebSockets). */
  readonly inClose: boolean;
  /** Only the API reports it; nothing on the wire says it. */
  readonly apiOnly: boolean;
  readonly usedBy: 'client' | 'server' | 'both';
  readonly section: string;
}

const entry = (
  code: number,
  name: string,
  more: Partial<Omit<CloseCodeEntry, 'code' | 'name'>> = {}
): CloseCodeEntry => ({
  code,
  name,
  onWire: true,
  inClose: false,
  apiOnly: false,
  usedBy: 'both',
  section: 'RFC 6455 §7.4.1',
  ...more
});

const IANA = 'IANA WebSocket Close Code Number Registry';

export const CLOSE_CODES: readonly CloseCodeEntry[] = [
  entry(1000, 'Normal Closure', { inClose: true }),
  entry(1001, 'Going Away'),
  entry(1002, 'Protocol error'),
  entry(1003, 'Unsupported Data'),
  entry(1004, 'Reserved', { onWire: false }),
  entry(1005, 'No Status Rcvd', { onWire: false, apiOnly: true }),
  entry(1006, 'Abnormal Closure', { onWire: false, apiOnly: true }),
  entry(1007, 'Invalid frame payload data'),
  entry(1008, 'Policy Violation'),
  entry(1009, 'Message Too Big'),
  entry(1010, 'Mandatory Ext.', { usedBy: 'client' }),
  entry(1011, 'Internal Error', { usedBy: 'server' }),
  entry(1012, 'Service Restart', { usedBy: 'server', section: IANA }),
  entry(1013, 'Try Again Later', { usedBy: 'server', section: IANA }),
  entry(1014, 'Bad Gateway', { usedBy: 'server', section: IANA }),
  entry(1015, 'TLS handshake', { onWire: false, apiOnly: true })
];

export interface CloseCodeRange {
  readonly id: 'unused' | 'unassigned' | 'libraries' | 'private' | 'outside';
  readonly from: number;
  /** The last code of the range. */
  readonly to: number;
  readonly onWire: boolean;
  readonly inClose: boolean;
  readonly section: string;
}

/** What is said of a code that has no entry (RFC 6455 §7.4.2). */
export const CLOSE_CODE_RANGES: readonly CloseCodeRange[] = [
  { id: 'unused', from: 0, to: 999, onWire: false, inClose: false, section: 'RFC 6455 §7.4.2' },
  {
    id: 'unassigned',
    from: 1016,
    to: 2999,
    onWire: false,
    inClose: false,
    section: 'RFC 6455 §7.4.2'
  },
  {
    id: 'libraries',
    from: 3000,
    to: 3999,
    onWire: true,
    inClose: true,
    section: 'RFC 6455 §7.4.2'
  },
  { id: 'private', from: 4000, to: 4999, onWire: true, inClose: true, section: 'RFC 6455 §7.4.2' },
  { id: 'outside', from: 5000, to: 65535, onWire: false, inClose: false, section: 'RFC 6455 §11.7' }
];

export const closeCodeEntry = (code: number): CloseCodeEntry | undefined =>
  CLOSE_CODES[code - 1000];

/** Entry or range, whichever says something of the code; undefined outside 16 bits. */
export const closeCodeMeaning = (code: number): CloseCodeEntry | CloseCodeRange | undefined =>
  closeCodeEntry(code) ?? CLOSE_CODE_RANGES.find(({ from, to }) => from <= code && code <= to);

/** Whether a Close frame may hold the code (RFC 6455 §7.4). */
export const mayBeOnWire = (code: number): boolean => closeCodeMeaning(code)?.onWire ?? false;

/** Whether script may pass the code to `close()`: 1000 and 3000 to 4999 (WHATWG WebSockets). */
export const mayBePassedToClose = (code: number): boolean =>
  closeCodeMeaning(code)?.inClose ?? false;
