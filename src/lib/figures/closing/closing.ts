/** How a connection ends: who sends Close, who closes TCP, what each program is told. */
import type { ApiEvent, Milliseconds, Trace } from '#lib/trace/trace.ts';
import type { WireFrame } from '../parts/wire-frame.ts';

export type Role = 'client' | 'server';

export type ClosingCell =
  | { readonly id: 'none' }
  | {
      readonly id: 'close';
      readonly at: Milliseconds;
      readonly frame: WireFrame;
      readonly first: boolean;
    }
  | { readonly id: 'fin'; readonly at: Milliseconds; readonly first: boolean }
  | {
      readonly id: 'told';
      readonly at: Milliseconds;
      readonly code: number;
      readonly reason: string;
      readonly wasClean: boolean;
      /** An `error` event came before. */
      readonly error: boolean;
    };

export interface ClosingRow {
  readonly id: 'sends' | 'tcp' | 'told';
  readonly cells: Readonly<Record<Role, ClosingCell>>;
}

const NONE: ClosingCell = { id: 'none' };

/** What has happened by an instant; a cell is `none` until then, or for ever. */
export function closingRows(
  trace: Trace,
  frames: readonly WireFrame[],
  time: Milliseconds
): ClosingRow[] {
  const closes = frames.filter(({ opcode, at }) => opcode === 'close' && at <= time);
  const fins = trace.events.filter(
    (e) => e.type === 'segment' && e.flags?.includes('FIN') === true && e.at <= time
  );
  const told = (role: Role, name: ApiEvent['name']) =>
    trace.events.find(
      (e): e is ApiEvent =>
        e.type === 'api' && e.endpoint === role && e.name === name && e.at <= time
    );
  const row = (id: ClosingRow['id'], cell: (role: Role) => ClosingCell): ClosingRow => ({
    id,
    cells: { client: cell('client'), server: cell('server') }
  });
  return [
    row('sends', (role) => {
      const frame = closes.find(({ from }) => from === role);
      return frame ? { id: 'close', at: frame.at, frame, first: frame === closes[0] } : NONE;
    }),
    row('tcp', (role) => {
      const fin = fins.find((e) => e.type === 'segment' && e.from === role);
      return fin ? { id: 'fin', at: fin.at, first: fin === fins[0] } : NONE;
    }),
    row('told', (role) => {
      const event = told(role, 'close');
      if (!event) return NONE;
      const { code, reason, wasClean } = event.detail;
      return {
        id: 'told',
        at: event.at,
        code: Number(code),
        reason: String(reason ?? ''),
        wasClean: wasClean === true,
        error: told(role, 'error') !== undefined
      };
    })
  ];
}
