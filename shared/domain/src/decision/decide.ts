import type { RejectionReason } from '@willcall/contracts';
import { type Allocation, allocate } from '../stock.ts';
import {
  isToBePaid,
  judge,
  judgeSale,
  keepsLedger,
  MAX_EXPIRED_HOLDS,
  makeRefusal,
  type PurchaseToDecide,
  quote,
  type Refusal,
  type SaleView,
  type ShowOnSale,
  type StockView,
} from './judge.ts';

/** The decisions of one transaction, in arrival order. Every purchase is in exactly one list. */
export type Plan<P> = {
  /** The purchases to sell or hold in one transaction, and the shards to take their tickets from. */
  readonly sell: readonly P[];
  readonly from: readonly Allocation[];
  /** The refusals, to be recorded after the sale is committed. */
  readonly refuse: readonly ({ readonly purchase: P } & Refusal)[];
  /** The purchases to decide after this plan is executed. */
  readonly postponed: readonly P[];
};

/**
 * Decides purchases for one show in arrival order. A purchase for more tickets than are left is refused,
 * and later, smaller ones still get tickets, so the last ticket is always sold. While tickets are held, the
 * reason is ALL_HELD, because they can come back. Under the sold-out latch, nothing is sold and the stock is
 * not read.
 *
 * A buyer's purchases are decided in order. After a refusal, the plan ends before the next purchase of
 * the same buyer that could be sold, because sales are committed before refusals are recorded. A plan
 * also ends where its transaction would become too large.
 */
export function decide<P extends PurchaseToDecide>(
  purchases: readonly P[],
  show: ShowOnSale | undefined,
  view: SaleView,
  worker: { readonly shard: number; readonly random: () => number },
): Plan<P> {
  const draft = new Draft(show, view);
  const sell: P[] = [];
  const refuse: ({ purchase: P } & Refusal)[] = [];
  let decided = 0;

  for (const purchase of purchases) {
    const reason = findRejection(purchase, show, view, draft);
    if (reason === 'next-plan') break;
    if (reason !== undefined) {
      refuse.push({ purchase, ...makeRefusal(reason, purchase, show, view, draft) });
      draft.refuse(purchase);
    } else {
      if (!draft.fits(purchase)) break;
      sell.push(purchase);
      draft.sell(purchase);
    }
    decided += 1;
  }
  return {
    sell,
    from: draft.sold === 0 ? [] : allocateFrom(draft.sold, view.stock, worker),
    refuse,
    postponed: purchases.slice(decided),
  };
}

function findRejection(
  purchase: PurchaseToDecide,
  show: ShowOnSale | undefined,
  view: SaleView,
  draft: Draft,
): RejectionReason | 'next-plan' | undefined {
  if (show?.soldOutAt !== undefined) return judgeSale(show, purchase.requestedAt);
  const reason = judge(show, purchase, view.seats);
  if (reason !== undefined) return reason;
  const byLedger = draft.judgeLedger(purchase);
  if (byLedger !== undefined) return byLedger;
  if (draft.takenSeats(purchase).length > 0) return 'SEAT_TAKEN';
  if (purchase.quantity <= draft.left) return undefined;
  return draft.held > 0 ? 'ALL_HELD' : 'SOLD_OUT';
}

function allocateFrom(
  quantity: number,
  stock: StockView,
  worker: { readonly shard: number; readonly random: () => number },
): readonly Allocation[] {
  switch (stock.kind) {
    case 'assumed':
      return [{ shard: worker.shard, quantity }];
    case 'seen':
      return allocate(quantity, stock.left, worker.shard, worker.random);
  }
}

/**
 * Shares the tickets of an allocation among sales, in the order of both: the first sale gets the first
 * tickets of the first shard. The quantities must add up to the allocation.
 *
 *     5 and 2 from [shard 3: 4, shard 0: 3]  →  [shard 3: 4, shard 0: 1] and [shard 0: 2]
 */
export function shareAllocation(
  from: readonly Allocation[],
  quantities: readonly number[],
): Allocation[][] {
  const rest = from.map((source) => ({ ...source }));
  return quantities.map((quantity) => {
    const taken: Allocation[] = [];
    let missing = quantity;
    while (missing > 0) {
      const source = rest[0];
      if (source === undefined) throw new RangeError('The allocation has too few tickets');
      const part = Math.min(source.quantity, missing);
      taken.push({ shard: source.shard, quantity: part });
      missing -= part;
      source.quantity -= part;
      if (source.quantity === 0) rest.shift();
    }
    return taken;
  });
}

/**
 * Writes of one transaction. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const MAX_ACTIONS = 100;

/** A plan under construction. It tracks what its sales leave for the next purchases. */
class Draft {
  /** Tickets sold or held so far. */
  sold = 0;
  /** Tickets left according to the stock view. */
  left: number;
  /** Tickets held according to the stock view, and by this plan. */
  held: number;
  /** Seats sold so far, and seats that were taken before. */
  readonly taken: Set<string>;
  readonly #show: ShowOnSale | undefined;
  readonly #view: SaleView;
  readonly #tickets = new Map<string, number>();
  /** The buyers for whom this plan holds tickets. */
  readonly #holders = new Set<string>();
  readonly #refused = new Set<string>();
  #actions: number;

  constructor(show: ShowOnSale | undefined, view: SaleView) {
    const { stock, seats } = view;
    this.#show = show;
    this.#view = view;
    this.left =
      stock.kind === 'seen' ? stock.left.reduce((a, b) => a + b, 0) : Number.POSITIVE_INFINITY;
    this.held = stock.kind === 'seen' ? stock.held : 0;
    // The sale takes from the worker's own shard, or from up to every shard that was read. One entry in
    // the journal says what it took.
    this.#actions = (stock.kind === 'seen' ? stock.left.length : 1) + 1;
    this.taken = new Set([...(seats ?? [])].flatMap(([id, { isFree }]) => (isFree ? [] : [id])));
  }

  takenSeats({ seats = [] }: PurchaseToDecide): string[] {
    return seats.filter((id) => this.taken.has(id));
  }

  /**
   * Returns why the buyer's ledger forbids a purchase. `next-plan`: the ledger must first record what this
   * plan decides for the same buyer.
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
    if (held + quantity > most) return 'LIMIT_EXCEEDED';
    if (!this.#isHold(purchase)) return undefined;
    if (ledger?.openHold !== undefined || this.#holders.has(userId)) return 'HOLD_OPEN';
    return (ledger?.expiredHolds ?? 0) >= MAX_EXPIRED_HOLDS ? 'TOO_MANY_HOLDS' : undefined;
  }

  #isHold(purchase: PurchaseToDecide): boolean {
    if (this.#show?.payment === undefined) return false;
    return isToBePaid(this.#show, quote(this.#show, purchase, this.#view.seats).total);
  }

  /** Whether this plan can sell a purchase: it did not refuse the buyer before, and the transaction has room. */
  fits(purchase: PurchaseToDecide): boolean {
    return (
      !this.#refused.has(purchase.userId) &&
      this.#actions + this.#actionsOf(purchase) <= MAX_ACTIONS
    );
  }

  sell(purchase: PurchaseToDecide): void {
    const { userId, quantity, seats = [] } = purchase;
    this.#actions += this.#actionsOf(purchase);
    this.#tickets.set(userId, (this.#tickets.get(userId) ?? 0) + quantity);
    for (const id of seats) this.taken.add(id);
    if (this.#isHold(purchase)) {
      this.#holders.add(userId);
      this.held += quantity;
    }
    this.sold += quantity;
    this.left -= quantity;
  }

  refuse({ userId }: PurchaseToDecide): void {
    this.#refused.add(userId);
  }

  /** One action each for the purchase, its seats, and the ledger if it is the buyer's first purchase in the plan. */
  #actionsOf({ userId, seats = [] }: PurchaseToDecide): number {
    const needsLedger =
      this.#show !== undefined && keepsLedger(this.#show) && !this.#tickets.has(userId);
    return 1 + seats.length + (needsLedger ? 1 : 0);
  }
}
