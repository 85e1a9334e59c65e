/** The rows of pages, in a process in which nothing else has run. */
import { inBrowser } from './pages.ts';
import { print } from './round.ts';

for await (const row of inBrowser()) print(row);
