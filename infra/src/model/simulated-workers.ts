import { redeliveryDelay } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { eventSources, functions } from '@willcall/topology';
import { createShardMemory, type DecisionDependencies, decideShow } from '@willcall/worker';
import { constants } from './constants.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { Simulation } from './simulation.ts';

/** How Lambda receives the queue: it adds batches at once while messages wait, up to a limit. */
export type Polling = {
  readonly atFirst: number;
  readonly addedPerMinute: number;
  readonly atMost: number;
};

export type WorkerOptions = {
  readonly simulation: Simulation;
  readonly random: () => number;
  readonly queue: SimulatedQueue;
  readonly store: Store;
  readonly showId: string;
  readonly polling: Polling;
  readonly clock: () => Date;
};

/** The seconds until a message whose decision failed is visible again, and its base. */
const REDELIVERY_BASE_SECONDS = 2;
/** Milliseconds that a batch leaves for the work after its last decision, as the worker's handler does. */
const RESERVE_MS = 5_000;
const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;

const batchSize = eventSources.find((source) => source.function === 'worker')?.batchSize ?? 0;

/** What waits for an environment: nothing is logged or measured in a simulation. */
const silent = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  measure: { count: () => undefined, milliseconds: () => undefined },
  lag: { decided: () => undefined },
};

/**
 * The environments of the worker, with the pollers that invoke them. Each decides one batch at a time with
 * the worker's own code and its own memory. What differs from Lambda is only where time comes from.
 */
export class SimulatedWorkers {
  batches = 0;
  /** Messages whose decision failed, each time. */
  failures = 0;
  /** Failed messages that are not visible yet. */
  hidden = 0;
  /** Milliseconds of all batches, including cold starts. */
  busyMs = 0;
  readonly #options: WorkerOptions;
  readonly #idle: (() => void)[] = [];
  #environments = 0;

  constructor(options: WorkerOptions) {
    this.#options = options;
    options.queue.onVisible = () => this.#wake();
    for (let nth = 0; nth < Math.min(options.polling.atFirst, options.polling.atMost); nth += 1) {
      this.#addPoller();
    }
    this.#grow();
  }

  /** The batches that Lambda may process at once by now. */
  get pollers(): number {
    return this.#environments;
  }

  get isAtMost(): boolean {
    return this.#environments >= this.#options.polling.atMost;
  }

  /** Whether every poller has a batch. */
  get isBusy(): boolean {
    return this.#idle.length === 0;
  }

  #wake(): void {
    this.#idle.pop()?.();
  }

  /** Adds a poller while messages wait. */
  #grow(): void {
    const { simulation, queue, polling } = this.#options;
    if (this.isAtMost) return;
    simulation.after(MS_PER_MINUTE / polling.addedPerMinute, () => {
      if (queue.length > 0) this.#addPoller();
      this.#grow();
    });
  }

  #addPoller(): void {
    this.#environments += 1;
    void this.#poll(this.#makeEnvironment());
  }

  #makeEnvironment(): Omit<DecisionDependencies, 'timeLeft'> {
    const { simulation, random, store, clock } = this.#options;
    return {
      ...silent,
      store,
      random,
      clock,
      memory: createShardMemory(random),
      wait: (milliseconds) => simulation.wait(milliseconds),
    };
  }

  async #poll(environment: Omit<DecisionDependencies, 'timeLeft'>): Promise<void> {
    const { simulation, queue } = this.#options;
    for (let isCold = true; ; ) {
      const received = queue.receive(batchSize);
      if (received.length === 0) {
        await new Promise<void>((resolve) => this.#idle.push(resolve));
        continue;
      }
      await this.#wait(constants.pollMs.value);
      const since = simulation.now;
      if (isCold) await this.#wait(constants.coldStartMs.value);
      isCold = false;
      const { batchCpuMs, decisionCpuMs } = constants;
      await this.#wait(batchCpuMs.value + decisionCpuMs.value * received.length);
      const deadline =
        simulation.now + functions.worker.timeoutSeconds * MS_PER_SECOND - RESERVE_MS;
      const results = await decideShow(
        this.#options.showId,
        received.map(({ purchase }) => purchase),
        { ...environment, timeLeft: () => deadline - simulation.now },
      );
      this.batches += 1;
      this.busyMs += simulation.now - since;
      for (const message of received) {
        if (results.get(message.purchase)?.status === 'fulfilled') continue;
        this.failures += 1;
        const seconds = redeliveryDelay(message.receives, REDELIVERY_BASE_SECONDS);
        this.hidden += 1;
        simulation.after(seconds * MS_PER_SECOND, () => {
          this.hidden -= 1;
          queue.send(message);
        });
      }
      await this.#wait(constants.deleteMs.value);
    }
  }

  #wait(milliseconds: number): Promise<void> {
    const { value } = constants.spread;
    const { simulation, random } = this.#options;
    return simulation.wait(milliseconds * (1 - value / 2 + value * random()));
  }
}
