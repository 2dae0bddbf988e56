import type { ArrivedPurchase } from '../read-message.ts';

/** What has become of each purchase of a batch that is for one show. */
export class ShowOutcomes {
  readonly #outcomes = new Map<ArrivedPurchase, PromiseSettledResult<unknown> | undefined>();

  constructor(arrived: readonly ArrivedPurchase[]) {
    for (const purchase of arrived) this.#outcomes.set(purchase, undefined);
  }

  /** In arrival order. */
  undecided(): ArrivedPurchase[] {
    return [...this.#outcomes].flatMap(([purchase, outcome]) =>
      outcome === undefined ? [purchase] : [],
    );
  }

  /** Tickets that the undecided purchases ask for. */
  wanted(): number {
    return this.undecided().reduce((sum, { quantity }) => sum + quantity, 0);
  }

  isUndecided(purchase: ArrivedPurchase): boolean {
    return this.#outcomes.has(purchase) && this.#outcomes.get(purchase) === undefined;
  }

  /** A terminal record stands, by this worker or by an earlier delivery: the message may be deleted. */
  decide(purchase: ArrivedPurchase): void {
    this.#outcomes.set(purchase, { status: 'fulfilled', value: undefined });
  }

  /** The message comes back, and with it whatever of its buyer was not decided yet. */
  failBuyer(userId: string, reason: unknown): void {
    for (const purchase of this.undecided()) {
      if (purchase.userId === userId) this.#outcomes.set(purchase, { status: 'rejected', reason });
    }
  }

  failUndecided(reason: unknown): void {
    for (const purchase of this.undecided()) {
      this.#outcomes.set(purchase, { status: 'rejected', reason });
    }
  }

  /** A purchase without an outcome counts as failed, never as decided. */
  settled(): ReadonlyMap<ArrivedPurchase, PromiseSettledResult<unknown>> {
    this.failUndecided(new Error('The purchase was left undecided'));
    return new Map(
      [...this.#outcomes].flatMap(([purchase, outcome]) => (outcome ? [[purchase, outcome]] : [])),
    );
  }
}
