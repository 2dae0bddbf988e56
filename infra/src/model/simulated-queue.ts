import type { ArrivedPurchase } from '@willcall/worker';

/** A message of the purchases queue. Each buyer buys once, so that each message is a group of its own. */
export type QueuedPurchase = { readonly purchase: ArrivedPurchase; receives: number };

/** The purchases queue: messages in the order in which they were sent or became visible again. */
export class SimulatedQueue {
  /** Called for each message that becomes visible. */
  onVisible: () => void = () => undefined;
  #messages: QueuedPurchase[] = [];
  #first = 0;

  get length(): number {
    return this.#messages.length - this.#first;
  }

  send(message: QueuedPurchase): void {
    this.#messages.push(message);
    this.onVisible();
  }

  /** Receives up to `most` messages, in order. */
  receive(most: number): QueuedPurchase[] {
    const received = this.#messages.slice(this.#first, this.#first + most);
    this.#first += received.length;
    // Forgets what was received, now and then.
    if (this.#first > 10_000) {
      this.#messages = this.#messages.slice(this.#first);
      this.#first = 0;
    }
    for (const message of received) message.receives += 1;
    return received;
  }
}
