/** Time that passes only while everything waits for it. Milliseconds. */
export type SimulatedTime = {
  now(): number;
  clock(): Date;
  wait(milliseconds: number): Promise<void>;
  /** Runs work to its end, and lets the time pass that it waits for. */
  run<T>(work: () => Promise<T>): Promise<T>;
};

type Sleeper = { readonly at: number; readonly wake: () => void };

/** Turns of the event loop after which work that a wake-up started has reached its next wait. */
const TURNS = 2;
/** The first call of an SDK client loads code, while nothing else runs. */
const MAX_TURNS = 10_000;

const untilQuiet = async (isWaiting: () => boolean): Promise<void> => {
  for (let turn = 0; turn < TURNS || (turn < MAX_TURNS && !isWaiting()); turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/**
 * Creates a clock for a simulation of real code. Nothing in it depends on how fast the machine is: those who
 * wait are woken in the order of their times, and of their calls within one time.
 *
 * @param start ISO 8601.
 */
export function createSimulatedTime(start: string): SimulatedTime {
  let now = Date.parse(start);
  const sleepers: Sleeper[] = [];

  const wakeNext = (): void => {
    const first = sleepers[0];
    if (first === undefined) throw new Error('The simulated work waits for nothing that will come');
    now = Math.max(now, first.at);
    while (sleepers[0] !== undefined && sleepers[0].at <= now) sleepers.shift()?.wake();
  };

  return {
    now: () => now,
    clock: () => new Date(now),
    wait: (milliseconds) =>
      new Promise((wake) => {
        const at = now + Math.max(0, milliseconds);
        const later = sleepers.findLastIndex((sleeper) => sleeper.at <= at) + 1;
        sleepers.splice(later, 0, { at, wake });
      }),
    run: async (work) => {
      let isEnded = false;
      const ended = work().finally(() => {
        isEnded = true;
      });
      ended.catch(() => undefined);
      const isWaiting = () => isEnded || sleepers.length > 0;
      await untilQuiet(isWaiting);
      while (!isEnded) {
        wakeNext();
        await untilQuiet(isWaiting);
      }
      return await ended;
    },
  };
}
