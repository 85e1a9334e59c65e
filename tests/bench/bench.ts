/** `npm run bench`: a line each, `name ours peer ratio`; ratios of this run. */
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
const { capturing } = await import('./capture.ts');
for await (const row of capturing()) print(row);
