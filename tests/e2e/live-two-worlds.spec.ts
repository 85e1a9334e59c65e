/**
 * The same script in two worlds: in the lab, and in real Chromium against the real package ws. What
 * it logs is the same, line for line: events, their order, states, codes, data, names of exceptions.
 */
import { expect, test } from '@playwright/test';
import { openLab } from './live.ts';
import { DIFFERENCES } from './live/two-worlds/differences.ts';
import { inSandbox, onThePage } from './live/two-worlds/lab-world.ts';
import { RealWorld } from './live/two-worlds/real-world.ts';
import type { Logs, Script } from './live/two-worlds/script.ts';
import { TABLES } from './live/two-worlds/tables.ts';

const ALL: readonly Script[] = Object.values(TABLES).flat();

/** A script that differs does so in these lines exactly. */
function compare({ name }: Script, lab: Logs, real: Logs): void {
  expect.soft(lab.client.join('\n'), `${name}: the lab's client comes to its end`).toContain('end');
  const difference = DIFFERENCES[name];
  if (!difference) expect.soft(lab, name).toEqual(real);
  else
    expect
      .soft(differingLines(lab, real), name)
      .toEqual({ lab: difference.lab, real: difference.real });
}

function differingLines(lab: Logs, real: Logs) {
  const all = ({ client, server }: Logs) => [
    ...client.map((line) => `client: ${line}`),
    ...server.map((line) => `server: ${line}`)
  ];
  const [ours, theirs] = [all(lab), all(real)];
  return {
    lab: ours.filter((line) => !theirs.includes(line)),
    real: theirs.filter((line) => !ours.includes(line))
  };
}

for (const [table, scripts] of Object.entries(TABLES))
  test(`${table}: the lab logs what Chromium and ws log`, async ({ page, context }) => {
    await openLab(page);
    const real = await new RealWorld(await context.newPage()).open();
    for (const script of scripts)
      await test.step(script.name, async () => {
        const lab = await inSandbox(page, script);
        compare(script, lab, await real.run(script, lab));
      });
  });
