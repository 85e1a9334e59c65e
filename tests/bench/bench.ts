/** `npm run bench`: a line each, `name ours peer ratio`; ratios of this run. */
import { spawnSync } from 'node:child_process';
import { building, decoding, masking, reading } from './frames.ts';
import { print, ROUNDS } from './round.ts';

console.log(
  `Node ${process.version}, medians of ${ROUNDS} rounds; peer: ws 8.23 unless the line says so`
);
for (const rows of [reading(), building(), masking(), decoding()])
  for await (const row of rows) print(row);
// What is loaded before a measurement weighs on it: the simulation's garbage on the reading of frames.
const { simulating } = await import('./simulation.ts');
for await (const row of simulating()) print(row);
// And all of it on the reading of captures: that is done by a process of its own, as tshark is one.
for (const file of ['capture-alone', 'pages-alone'])
  spawnSync(process.execPath, [...process.execArgv, `tests/bench/${file}.ts`], {
    stdio: 'inherit'
  });
