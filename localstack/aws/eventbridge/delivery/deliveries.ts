import { setImmediate as afterIo } from 'node:timers/promises';
import { type DeliveryDependencies, deliver } from './deliver.ts';
import type { Delivery } from './delivery.ts';

export type Deliveries = {
  /** Begins a delivery once the answer under way is out. */
  start(delivery: Delivery): void;
  /** Waits until none is under way, without any more waiting between attempts. Repeatable. */
  finish(): Promise<void>;
};

/** The deliveries under way; each is alone, so a failing target holds up no other. */
export const openDeliveries = (dependencies: DeliveryDependencies): Deliveries => {
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();
  return {
    start: (delivery) => {
      const done = afterIo()
        .then(() => deliver(dependencies, delivery, stopping.signal))
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    finish: async () => {
      stopping.abort();
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
};
