/** All sockets of a run, both ends of each connection: what has been sent and not been read yet. */
import type { Socket } from 'node:net';

const SILENCE = 2;
const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

export class Sockets {
  #all = new Set<Socket>();

  readonly add = (socket: Socket): Socket => {
    // Connections that are kept would end after five seconds of this machine, not of the run.
    socket.setTimeout = () => socket;
    this.#all.add(socket);
    return socket;
  };

  /** Undefined while something is under way; else a sum that changes with everything that is sent. */
  #settled(): number | undefined {
    let [written, read] = [0, 0];
    for (const socket of this.#all) {
      if (socket.connecting) return undefined;
      written += socket.bytesWritten;
      read += socket.bytesRead;
    }
    // Each connection has two ends.
    return written === read && this.#all.size % 2 === 0 ? written + this.#all.size : undefined;
  }

  /** Waits until all that was sent has been read, and nothing new comes of it. */
  readonly quiet = async (): Promise<void> => {
    let [silent, before] = [0, this.#settled()];
    while (silent < SILENCE) {
      await turn();
      const now = this.#settled();
      silent = now !== undefined && now === before ? silent + 1 : 0;
      before = now;
    }
  };

  destroy(): void {
    for (const socket of this.#all) socket.destroy();
  }
}
