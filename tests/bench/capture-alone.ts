/** The rows of captures, in a process in which nothing else has run. */
import { capturing } from './capture.ts';
import { print } from './round.ts';

for await (const row of capturing()) print(row);
