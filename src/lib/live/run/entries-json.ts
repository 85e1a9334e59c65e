/** What happened in a run of the live lab, as JSON in the manner of `trace-json.ts`. */
import {
  finite,
  list,
  members,
  oneOf,
  readJson,
  string,
  whole,
  type JsonReading,
  type Reader
} from '#lib/trace/json-reader.ts';
import { envelope, stableJson, traceEvent } from '#lib/trace/trace-json.ts';
import type { ArrivalEvent, CodeLine, ConsoleEvent, Entry } from './run.ts';

export const RUN_FORMAT = 'websocket-101-run';
export const RUN_VERSION = 1;

export const entriesToJson = (entries: readonly Entry[]): string =>
  stableJson({ format: RUN_FORMAT, version: RUN_VERSION, entries });

const pane = oneOf('client', 'server');

const codeLine: Reader<CodeLine> = (json, path) => {
  const { get } = members(json, path);
  return { pane: get('pane', pane), line: get('line', whole) };
};

const consoleEvent: Reader<ConsoleEvent> = (json, path) => {
  const { get, maybe } = members(json, path);
  return {
    type: 'console',
    at: get('at', finite),
    pane: get('pane', pane),
    level: get('level', oneOf('log', 'info', 'warn', 'error', 'debug')),
    text: get('text', string),
    ...maybe('uncaught', oneOf(true))
  };
};

const arrival: Reader<ArrivalEvent> = (json, path) => {
  const { get, maybe } = members(json, path);
  return {
    type: 'arrival',
    at: get('at', finite),
    segment: get('segment', whole),
    ...maybe('lost', oneOf(true))
  };
};

const event: Reader<Entry['event']> = (json, path) => {
  const type = members(json, path).get('type', string);
  if (type === 'console') return consoleEvent(json, path);
  return type === 'arrival' ? arrival(json, path) : traceEvent(json, path);
};

const entry: Reader<Entry> = (json, path) => {
  const { get, maybe } = members(json, path);
  return {
    n: get('n', whole),
    step: get('step', whole),
    connection: get('connection', whole),
    ...maybe('line', codeLine),
    event: get('event', event)
  };
};

/** The entries of the text, or the first thing that is wrong with it. */
export const entriesFromJson = (text: string): JsonReading<Entry[]> =>
  readJson(text, envelope(RUN_FORMAT, RUN_VERSION, 'entries', list(entry)));
