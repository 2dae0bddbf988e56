type Event = { readonly at: number; readonly nth: number; readonly run: () => void };

/**
 * A discrete-event simulation: a clock that jumps from one event to the next. Events at the same time run
 * in the order in which they were scheduled, so that a run depends only on its inputs.
 */
export class Simulation {
  /** Milliseconds since the start. */
  now = 0;
  /** A binary heap: each event is before the two at twice its index plus one and two. */
  readonly #heap: Event[] = [];
  #scheduled = 0;

  /** Runs work after some milliseconds of simulated time. */
  after(milliseconds: number, run: () => void): void {
    this.#push({ at: this.now + milliseconds, nth: this.#scheduled, run });
    this.#scheduled += 1;
  }

  /** Settles after some milliseconds of simulated time. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  /**
   * Runs events until none is left, or until `isOver` says so. What an event settles goes on before the
   * next event, because simulated work waits for nothing but events.
   */
  async run(isOver: () => boolean): Promise<void> {
    for (let event = this.#pop(); event !== undefined; event = this.#pop()) {
      this.now = event.at;
      event.run();
      await new Promise(setImmediate);
      if (isOver()) return;
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.push(event) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, event)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = heap[child];
      if (below === undefined || isBefore(last, below)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
    return first;
  }

  #earlierChild(index: number): number {
    const [left, right] = [this.#heap[2 * index + 1], this.#heap[2 * index + 2]];
    const takesRight = left !== undefined && right !== undefined && isBefore(right, left);
    return 2 * index + (takesRight ? 2 : 1);
  }
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.nth < b.nth);

/** The same numbers for the same seed, at least 0 and below 1, like Math.random. (Mulberry32) */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Units that refill steadily, up to those of one second. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #most: number;
  #left: number;
  #at = 0;

  /** @param most the units of a full bucket. By default those of one second. */
  constructor(perSecond: number, most: number = perSecond) {
    this.#perSecond = perSecond;
    this.#most = most;
    this.#left = most;
  }

  /** The units that are left at a time in milliseconds, which never goes back. */
  left(now: number): number {
    const refilled = ((now - this.#at) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#most, this.#left + refilled);
    this.#at = now;
    return this.#left;
  }

  take(units: number): void {
    this.#left -= units;
  }
}
