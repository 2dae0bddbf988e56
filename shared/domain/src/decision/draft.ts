import type { RejectionReason } from '@willcall/contracts';
import type { PurchaseToDecide, ShowOnSale } from './judge.ts';
import { keepsLedger } from './keeps-ledger.ts';
import type { SaleView } from './sale-view.ts';

/**
 * Writes of one transaction. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const MOST_ACTIONS = 100;

/** A plan in the making: what the purchases that were sold in it leave for the next ones. */
export class Draft {
  /** Tickets sold so far. */
  sold = 0;
  /** Tickets left, as far as was seen. */
  left: number;
  /** Seats sold so far, and those that were taken before. */
  readonly taken: Set<string>;
  readonly #show: ShowOnSale | undefined;
  readonly #view: SaleView;
  readonly #tickets = new Map<string, number>();
  readonly #refused = new Set<string>();
  #actions: number;

  constructor(show: ShowOnSale | undefined, view: SaleView) {
    const { stock, seats } = view;
    this.#show = show;
    this.#view = view;
    this.left =
      stock.kind === 'seen' ? stock.left.reduce((a, b) => a + b, 0) : Number.POSITIVE_INFINITY;
    // Sold from its own bucket, or perhaps from every one that was seen.
    this.#actions = stock.kind === 'seen' ? stock.left.length : 1;
    this.taken = new Set([...(seats ?? [])].flatMap(([id, { isFree }]) => (isFree ? [] : [id])));
  }

  takenSeats({ seats = [] }: PurchaseToDecide): string[] {
    return seats.filter((id) => this.taken.has(id));
  }

  /**
   * Why the buyer's ledger forbids a purchase. `next-plan`: what this plan decides of the same buyer
   * must stand in the ledger first.
   */
  judgeLedger(purchase: PurchaseToDecide): RejectionReason | 'next-plan' | undefined {
    const { userId, quantity, requestedAt } = purchase;
    const ledger = this.#view.ledgers?.get(userId);
    const planned = this.#tickets.get(userId);
    if (this.#show?.onePurchaseAtATime === true) {
      if (planned !== undefined || this.#refused.has(userId)) return 'next-plan';
      if (ledger !== undefined && Date.parse(ledger.lastDecidedAt) > Date.parse(requestedAt)) {
        return 'PURCHASE_IN_PROGRESS';
      }
    }
    const most = this.#show?.maxTicketsPerBuyer ?? Number.POSITIVE_INFINITY;
    const held = (ledger?.tickets ?? 0) + (planned ?? 0);
    return held + quantity > most ? 'LIMIT_EXCEEDED' : undefined;
  }

  /** Whether a purchase can be sold by this plan: no earlier one of its buyer was refused in it, and it has room. */
  fits(purchase: PurchaseToDecide): boolean {
    return (
      !this.#refused.has(purchase.userId) &&
      this.#actions + this.#actionsOf(purchase) <= MOST_ACTIONS
    );
  }

  sell(purchase: PurchaseToDecide): void {
    const { userId, quantity, seats = [] } = purchase;
    this.#actions += this.#actionsOf(purchase);
    this.#tickets.set(userId, (this.#tickets.get(userId) ?? 0) + quantity);
    for (const id of seats) this.taken.add(id);
    this.sold += quantity;
    this.left -= quantity;
  }

  refuse({ userId }: PurchaseToDecide): void {
    this.#refused.add(userId);
  }

  /** The purchase, its seats, and its buyer's ledger where it is the first of that buyer. */
  #actionsOf({ userId, seats = [] }: PurchaseToDecide): number {
    const needsLedger =
      this.#show !== undefined && keepsLedger(this.#show) && !this.#tickets.has(userId);
    return 1 + seats.length + (needsLedger ? 1 : 0);
  }
}
