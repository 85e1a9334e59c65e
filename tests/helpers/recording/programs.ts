/** The tools that look on from outside, as programs. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** What a program prints, without the lines that it prints about itself. */
export const printed = (program: string, args: readonly string[], cwd = '.'): string =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** tcpdump on the loopback; stop it when all has been sent. */
export async function startTcpdump(file: string, filter: string) {
  const args = ['-i', 'lo', '-s', '0', '-U', '-w', file, filter];
  const dump = spawn('tcpdump', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(dump.stderr, 'data');
  return async () => {
    // The kernel hands packets over in blocks, once a second.
    await wait(1500);
    dump.kill('SIGINT');
    await once(dump, 'exit');
  };
}

/** mitmdump as an HTTP proxy; gives what it has printed. */
export async function startMitmdump(port: number) {
  const args = ['-p', String(port), '--set', 'flow_detail=3', '--set', 'termlog_verbosity=debug'];
  const proxy = spawn('mitmdump', args, { env: { ...process.env, PYTHONUNBUFFERED: '1' } });
  let text = '';
  for (const stream of [proxy.stdout, proxy.stderr])
    stream.on('data', (part: Buffer) => (text += part.toString()));
  while (!text.includes('listening')) await wait(100);
  return async () => {
    proxy.kill('SIGTERM');
    await once(proxy, 'exit');
    return text;
  };
}
