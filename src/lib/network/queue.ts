import TinyQueue from 'tinyqueue';

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** Actions in virtual time. Those of one instant run in the order in which they were scheduled. */
export class EventQueue {
  #queue = new TinyQueue<Scheduled>([], (a, b) => a.at - b.at || a.order - b.order);
  #order = 0;
  #now = 0;

  /** The instant of the action that runs, or ran last. */
  get now(): number {
    return this.#now;
  }

  /** Schedules an action; one in the past is an error of the caller. */
  at(time: number, action: () => void): void {
    if (time < this.#now) throw new RangeError(`${time} is before ${this.#now}`);
    this.#queue.push({ at: time, order: this.#order++, action });
  }

  after(delay: number, action: () => void): void {
    this.at(this.#now + delay, action);
  }

  /** Runs everything up to and including `until`. */
  run(until = Infinity): void {
    for (let next = this.#queue.peek(); next && next.at <= until; next = this.#queue.peek()) {
      this.#queue.pop();
      this.#now = next.at;
      next.action();
    }
  }
}
