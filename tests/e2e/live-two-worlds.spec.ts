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

const linesOf = ({ client, server }: Logs): string[] => [...client, ...server];

function differingLines(
  lab: Logs,
  real: Logs
): (readonly [string | undefined, string | undefined])[] {
  const [ours, theirs] = [linesOf(lab), linesOf(real)];
  const length = Math.max(ours.length, theirs.length);
  return Array.from({ length }, (_, i) => [ours[i], theirs[i]] as const).filter(
    ([one, other]) => one !== other
  );
}

/** A script that differs does so in the lines of the table exactly. */
function compare({ name }: Script, lab: Logs, real: Logs): void {
  expect.soft(lab.client, `${name}: the client comes to its end`).toContain('end');
  const difference = DIFFERENCES[name];
  if (difference) expect.soft(differingLines(lab, real), name).toEqual(difference.lines);
  else expect.soft(lab, name).toEqual(real);
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
    real.close();
  });

/** Those that go through a link, the button and the list of what happened. */
const BY_HAND: readonly string[] = [
  'echo, text and bytes',
  'close() twice says the first code',
  'a Close right with the 101',
  'the handshake fails: verifyClient says no',
  'the server sends text that is no UTF-8',
  'await on each event in turn'
];

test('the page of the lab shows what Chromium and ws log', async ({ page, context }) => {
  const real = await new RealWorld(await context.newPage()).open();
  for (const name of BY_HAND)
    await test.step(name, async () => {
      const script = ALL.find((one) => one.name === name);
      if (!script) throw new Error(`no script "${name}"`);
      const lab = await onThePage(page, script);
      compare(script, lab, await real.run(script, lab));
    });
  real.close();
});

test('enough is compared, and every difference names a script', () => {
  const names = ALL.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(180);
  for (const name of Object.keys(DIFFERENCES)) expect(names).toContain(name);
});
