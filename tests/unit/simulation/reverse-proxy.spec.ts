import { describe, expect, it } from 'vitest';
import { CONFIGS, EXAMPLE_REQUEST, TWO_LINES, UPSTREAM } from '#lib/server/proxy-configs.ts';
import { IDLE_TIMEOUTS, shortestTimeout } from '#lib/simulation/idle-timeouts.ts';
import { forwardedByHaproxy, forwardedByNginx } from '#lib/simulation/reverse-proxy.ts';

const named = (fields: readonly { name: string }[], name: string) =>
  fields.filter((field) => field.name.toLowerCase() === name);

describe('nginx', () => {
  it('keeps Upgrade and Connection to itself unless it is told', () => {
    const { version, fields } = forwardedByNginx(EXAMPLE_REQUEST, 'bare', UPSTREAM);
    expect(version).toBe('HTTP/1.0');
    expect(named(fields, 'upgrade')).toEqual([]);
    expect(named(fields, 'connection')).toEqual([{ name: 'Connection', value: 'close' }]);
    expect(named(fields, 'host')).toEqual([{ name: 'Host', value: UPSTREAM }]);
  });

  it('passes on what the lines of the chapter say', () => {
    const { version, fields } = forwardedByNginx(EXAMPLE_REQUEST, 'told', UPSTREAM);
    expect(version).toBe('HTTP/1.1');
    for (const name of ['upgrade', 'connection', 'host', 'origin', 'sec-websocket-key'])
      expect(named(fields, name)).toHaveLength(1);
    for (const line of TWO_LINES) expect(CONFIGS['nginx']?.()).toContain(line);
  });
});

it('HAProxy passes all fields on, with names in lower case', () => {
  const { fields } = forwardedByHaproxy(EXAMPLE_REQUEST);
  expect(fields.map(({ value }) => value)).toEqual(
    EXAMPLE_REQUEST.fields.map(({ value }) => value)
  );
  expect(fields.every(({ name }) => name === name.toLowerCase())).toBe(true);
});

it('the smallest of the timeouts decides', () => {
  const known = IDLE_TIMEOUTS.flatMap(({ seconds }) => seconds ?? []);
  expect(shortestTimeout()).toBe(Math.min(...known));
});
