import { encodeRequest } from '#lib/protocol/http/message.ts';
import { valuesOf } from '#lib/protocol/http/fields.ts';
import { EXAMPLE_KEY, INITIAL, readState, type LabState } from '#lib/labs/handshake/model.ts';
import { sourceOfBytes } from '#lib/labs/handshake/source.ts';
import { createRequest } from '#lib/protocol/websocket/handshake.ts';
import { HANDSHAKE_FIELDS } from '#lib/protocol/websocket/handshake-fields.ts';
import type { ViewOf } from '#lib/reference/view.ts';
import { handshakeLab } from './lab-links.ts';
import type { Desk } from './topic.ts';

/** A handshake with every field in it; the server of the lab answers. */
export function exampleState(): LabState {
  const request = createRequest({
    host: 'example.com',
    target: '/demo',
    key: EXAMPLE_KEY,
    origin: 'https://example.com',
    protocols: ['chat', 'superchat'],
    extensions: [{ name: 'permessage-deflate', params: [{ name: 'client_max_window_bits' }] }]
  });
  return { ...INITIAL, request: sourceOfBytes(encodeRequest(request)) ?? '' };
}

export function fieldsView({ words, html, root, ruleLink }: Desk): ViewOf<'fields'> {
  const state = exampleState();
  const { request, response } = readState(state);
  const valueIn = (name: string) =>
    [request, response].flatMap((message) => valuesOf(message.value.fields, name));
  return {
    topic: 'fields',
    rows: HANDSHAKE_FIELDS.map(({ rules, ...field }) => ({
      ...field,
      html: html(words.fields[field.name] ?? ''),
      examples: [...new Set(valueIn(field.name))],
      rules: rules.map(ruleLink)
    })),
    lab: handshakeLab(root, state)
  };
}
