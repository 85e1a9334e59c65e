/** "What happens next" as rows: who, on the wire, what the script sees. Ids and values, no words. */
import type { PeerReaction } from '#lib/protocol/websocket/peers/reaction.ts';
import type { LabReading } from './model.ts';

export interface OutcomeText {
  readonly id: 'opens' | 'answers101' | 'waits' | 'http' | 'fails' | 'notAsked';
  readonly values: Readonly<Record<string, string | number>>;
}
export interface OutcomeRow {
  readonly who: 'rfc' | 'page' | 'chromium' | 'wsServer' | 'wsClient';
  readonly wire: OutcomeText;
  /** What client code is told; undefined where no script is concerned. */
  readonly script: 'open' | 'failed' | 'waiting' | undefined;
  /** The implementation's own message, not translated. */
  readonly message?: string;
}

const text = (id: OutcomeText['id'], values: OutcomeText['values'] = {}): OutcomeText => ({
  id,
  values
});

function serverText(reaction: PeerReaction): OutcomeText {
  if (reaction.type === 'open') return text('answers101');
  if (reaction.type === 'wait') return text('waits');
  if (reaction.type === 'fail') return text('fails');
  const fields = reaction.fields?.map(({ name, value }) => `${name}: ${value}`).join(', ') ?? '';
  return text('http', { status: reaction.status, fields });
}

/** What servers do with the request. */
export function serverRows({ requestJudgement: { reaction }, wsServer }: LabReading): OutcomeRow[] {
  const rfc =
    reaction.type === 'accept'
      ? text('answers101')
      : reaction.type === 'wait'
        ? text('waits')
        : text('http', {
            status: reaction.status,
            fields: reaction.status === 426 ? 'Sec-WebSocket-Version: 13' : ''
          });
  return [
    { who: 'rfc', wire: rfc, script: undefined },
    { who: 'wsServer', wire: serverText(wsServer), script: undefined }
  ];
}

function clientRow(who: OutcomeRow['who'], reaction: PeerReaction): OutcomeRow {
  const message = reaction.type === 'fail' ? { message: reaction.message } : {};
  if (reaction.type === 'open') return { who, wire: text('opens'), script: 'open' };
  if (reaction.type === 'wait') return { who, wire: text('waits'), script: 'waiting' };
  return { who, wire: text('fails'), script: 'failed', ...message };
}

/** What clients do with the response. */
export function clientRows({ rfcResponse, chromium, wsClient }: LabReading): OutcomeRow[] {
  const rfc: PeerReaction =
    rfcResponse.type === 'fail' ? { type: 'fail', message: '' } : { type: rfcResponse.type };
  return [clientRow('rfc', rfc), clientRow('chromium', chromium), clientRow('wsClient', wsClient)];
}

/** Whether the rows do not agree: worth a remark. */
export const differs = (rows: readonly OutcomeRow[]): boolean =>
  new Set(rows.map(({ wire }) => `${wire.id} ${wire.values['status'] ?? ''}`)).size > 1;
