/** The script of the worker, before the reader's code: `runtime.ts?bundled-text&given=pako`. */
import { boot } from './boot.ts';
import { serverGlobals } from './server-globals.ts';

boot(serverGlobals);
