import type { RejectionReason } from '@willcall/contracts';

/** A request for a purchase, in the terms of the model. */
export type ModelPurchase = {
  readonly buyer: string;
  readonly key: string;
  readonly quantity: number;
  readonly seats?: readonly string[];
  readonly expectedPrice?: number;
  /** Milliseconds. */
  readonly requestedAt: number;
};

/** The state of a purchase. `reasons` are all that applied when it was rejected. */
export type ModelState =
  | { readonly status: 'CONFIRMED'; readonly purchase: ModelPurchase; readonly total: number }
  | { readonly status: 'REJECTED'; readonly reasons: readonly RejectionReason[] }
  | { readonly status: 'CANCELLED' };

export type ModelRules = {
  readonly capacity: number;
  readonly price: number;
  readonly seats?: readonly string[];
  readonly maxTicketsPerBuyer?: number;
  readonly onePurchaseAtATime?: boolean;
};

type Ledger = { tickets: number; lastDecidedAt: number };

/**
 * A sale in memory that handles one purchase after the other, for comparison with the real one. It
 * has no shards, batches, transactions or redeliveries.
 */
export class SaleModel {
  readonly purchases = new Map<string, ModelState>();
  readonly ledgers = new Map<string, Ledger>();
  readonly seats = new Map<string, string | undefined>();
  readonly #rules: ModelRules;
  left: number;
  price: number;
  #pauses: { from: number; until: number }[] = [];

  constructor(rules: ModelRules) {
    this.#rules = rules;
    this.left = rules.capacity;
    this.price = rules.price;
    for (const seat of rules.seats ?? []) this.seats.set(seat, undefined);
  }

  get isPaused(): boolean {
    return this.#pauses.some(({ until }) => until === Number.POSITIVE_INFINITY);
  }

  get revenue(): number {
    return [...this.purchases.values()].reduce(
      (sum, state) => sum + (state.status === 'CONFIRMED' ? state.total : 0),
      0,
    );
  }

  pause(at: number): void {
    if (!this.isPaused) this.#pauses = [{ from: at, until: Number.POSITIVE_INFINITY }];
  }

  resume(at: number): void {
    this.#pauses = this.#pauses.map(({ from, until }) => ({ from, until: Math.min(until, at) }));
  }

  decide(purchase: ModelPurchase, at: number): void {
    const id = modelPurchaseId(purchase);
    if (this.purchases.has(id)) return;
    const reasons = this.#reasonsAgainst(purchase);
    if (reasons.length > 0) this.purchases.set(id, { status: 'REJECTED', reasons });
    else this.#sell(id, purchase);
    this.#note(purchase, at);
  }

  /** Cancels a purchase. Returns whether it is cancelled afterwards. */
  cancel(buyer: string, key: string): boolean {
    const id = modelPurchaseId({ buyer, key });
    const state = this.purchases.get(id);
    if (state?.status === 'REJECTED') return false;
    this.purchases.set(id, { status: 'CANCELLED' });
    if (state?.status !== 'CONFIRMED') return true;
    const { quantity, seats = [] } = state.purchase;
    this.left += quantity;
    for (const seat of seats) this.seats.set(seat, undefined);
    const ledger = this.ledgers.get(buyer);
    if (ledger !== undefined) ledger.tickets -= quantity;
    return true;
  }

  #sell(id: string, purchase: ModelPurchase): void {
    const { quantity, seats = [] } = purchase;
    this.purchases.set(id, { status: 'CONFIRMED', purchase, total: quantity * this.price });
    this.left -= quantity;
    for (const seat of seats) this.seats.set(seat, id);
    if (!this.#keepsLedger) return;
    const ledger = this.ledgers.get(purchase.buyer) ?? { tickets: 0, lastDecidedAt: 0 };
    this.ledgers.set(purchase.buyer, { ...ledger, tickets: ledger.tickets + quantity });
  }

  #note({ buyer }: ModelPurchase, at: number): void {
    if (!this.#keepsLedger) return;
    const { tickets } = this.ledgers.get(buyer) ?? { tickets: 0 };
    this.ledgers.set(buyer, { tickets, lastDecidedAt: at });
  }

  get #keepsLedger(): boolean {
    return this.#rules.maxTicketsPerBuyer !== undefined || this.#rules.onePurchaseAtATime === true;
  }

  /** Every reason that applies. The worker reports the one that it checks first. */
  #reasonsAgainst(purchase: ModelPurchase): RejectionReason[] {
    const { maxTicketsPerBuyer = Number.POSITIVE_INFINITY, onePurchaseAtATime } = this.#rules;
    const { seats = [], quantity, expectedPrice, requestedAt } = purchase;
    const ledger = this.ledgers.get(purchase.buyer);
    const judged: [RejectionReason, boolean][] = [
      ['SALE_PAUSED', this.#pauses.some((p) => requestedAt >= p.from && requestedAt < p.until)],
      ['PRICE_CHANGED', expectedPrice !== undefined && expectedPrice !== this.price],
      ['SEAT_UNKNOWN', seats.some((seat) => !this.seats.has(seat))],
      ['SEAT_TAKEN', seats.some((seat) => this.seats.get(seat) !== undefined)],
      ['LIMIT_EXCEEDED', (ledger?.tickets ?? 0) + quantity > maxTicketsPerBuyer],
      [
        'PURCHASE_IN_PROGRESS',
        onePurchaseAtATime === true && (ledger?.lastDecidedAt ?? 0) > requestedAt,
      ],
      ['SOLD_OUT', quantity > this.left],
    ];
    return judged.flatMap(([reason, holds]) => (holds ? [reason] : []));
  }
}

/** The id of a purchase in the model. */
export const modelPurchaseId = ({ buyer, key }: Pick<ModelPurchase, 'buyer' | 'key'>): string =>
  `${buyer} ${key}`;
