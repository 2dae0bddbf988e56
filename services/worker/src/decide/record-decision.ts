import type { Money } from '@willcall/contracts';
import { keepsLedger, type Refusal } from '@willcall/domain';
import {
  addRefusalToLedger,
  type ConfirmedPurchase,
  type PurchaseRecord,
  purchaseRecordKey,
  recordRefusal,
  type ShowRecord,
} from '@willcall/store';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/**
 * Records a decision that sells nothing, unless an earlier delivery was decided, and updates the buyer's
 * ledger if the show keeps one. After a failure, this purchase and the later ones of its buyer are
 * redelivered, and the redelivery completes an interrupted update of the ledger.
 */
export async function recordDecision(
  show: ShowRecord | undefined,
  purchase: ArrivedPurchase,
  decision: Exclude<Decision, { status: 'CONFIRMED' | 'HELD' }>,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const { store, clock, measure } = dependencies;
  const record = createPurchaseRecord(purchase, decision, clock().toISOString());
  try {
    const result = await recordRefusal(store, record);
    const decided = result.kind === 'recorded' ? record : result.earlier;
    const isRefusal = decided?.status === 'REJECTED' || decided?.status === 'FAILED';
    if (show !== undefined && keepsLedger(show) && isRefusal) {
      await addRefusalToLedger(store, show.showId, decided);
    }
    outcomes.decide(purchase);
    if (result.kind === 'recorded') reportDecision(record, dependencies);
    else measure.count('DecidedBefore');
  } catch (error) {
    outcomes.failBuyer(purchase.userId, error);
  }
}

/** Records refusals: in order within a buyer, concurrently across buyers. */
export async function recordRefusals(
  show: ShowRecord | undefined,
  refusals: readonly ({ readonly purchase: ArrivedPurchase } & Refusal)[],
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const byBuyer = Map.groupBy(refusals, ({ purchase }) => purchase.userId);
  await Promise.all(
    [...byBuyer.values()].map(async (ofBuyer) => {
      for (const { purchase, ...refusal } of ofBuyer) {
        // An earlier refusal of this buyer could not be recorded. Both are redelivered.
        if (!outcomes.isUndecided(purchase)) continue;
        const decision = { status: 'REJECTED', ...refusal } as const;
        await recordDecision(show, purchase, decision, outcomes, dependencies);
      }
    }),
  );
}

/** The decision on a purchase. */
type Decision =
  | {
      readonly status: 'CONFIRMED';
      readonly from: ConfirmedPurchase['from'];
      readonly total: Money;
      readonly reminder?: string;
    }
  | {
      readonly status: 'HELD';
      readonly from: ConfirmedPurchase['from'];
      readonly total: Money;
      readonly holdUntil: string;
    }
  | ({ readonly status: 'REJECTED' } & Refusal)
  | { readonly status: 'FAILED' };

/**
 * Creates the record of a decision. A free purchase keeps no card, even if the request had one, and neither does
 * a held one: a payment provider takes its money.
 */
export function createPurchaseRecord<D extends Decision>(
  { message, key }: ArrivedPurchase,
  decision: D,
  decidedAt: string,
): PurchaseRecord & { readonly status: D['status'] } {
  const { userId, purchaseId, showId, quantity, seats, holder, card } = message;
  const { requestedAt, correlationId, reminderLeadSeconds } = message;
  const isFree = decision.status === 'CONFIRMED' && decision.total.amount === 0;
  const keepsCard = !isFree && decision.status !== 'HELD';
  const record = {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    showId,
    quantity,
    ...(seats === undefined ? {} : { seats }),
    holder,
    ...(card !== undefined && keepsCard ? { card } : {}),
    ...(reminderLeadSeconds === undefined ? {} : { reminderLeadSeconds }),
    requestedAt,
    decidedAt,
    correlationId,
    ...decision,
  };
  return record as PurchaseRecord & { readonly status: D['status'] };
}

/** Logs, counts and times a decision that was just recorded. */
export function reportDecision(
  record: PurchaseRecord | undefined,
  { log, measure, lag }: Pick<DecisionDependencies, 'log' | 'measure' | 'lag'>,
): void {
  if (record === undefined) return;
  const { status, reason, purchaseId, showId, correlationId } = record;
  log.info('Purchase decided', {
    purchaseId,
    ...(showId === undefined ? {} : { showId }),
    status,
    correlationId,
    ...(reason === undefined ? {} : { reason }),
  });
  measure.count(reason === undefined ? `Purchases_${status}` : `Rejected_${reason}`);
  if (record.status === 'CONFIRMED') measure.count('TicketsSold', record.quantity);
  if (record.status === 'HELD') measure.count('TicketsHeld', record.quantity);
  lag.decided(record);
  measure.milliseconds(
    'TimeToDecision',
    // Clocks can differ, and CloudWatch has no percentiles for a metric with negative values.
    Math.max(0, Date.parse(record.decidedAt) - Date.parse(record.requestedAt)),
  );
}

/** The outcomes of a batch's purchases for one show. */
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

  /** The number of tickets that the undecided purchases request. */
  wanted(): number {
    return this.undecided().reduce((sum, { quantity }) => sum + quantity, 0);
  }

  isUndecided(purchase: ArrivedPurchase): boolean {
    return this.#outcomes.has(purchase) && this.#outcomes.get(purchase) === undefined;
  }

  /** Marks a purchase with a terminal record, from this or an earlier delivery. Its message can be deleted. */
  decide(purchase: ArrivedPurchase): void {
    this.#outcomes.set(purchase, { status: 'fulfilled', value: undefined });
  }

  /** Leaves the undecided purchases of a buyer to redelivery. */
  failBuyer(userId: string, reason: unknown): void {
    for (const purchase of this.undecided()) {
      if (purchase.userId === userId) this.#outcomes.set(purchase, { status: 'rejected', reason });
    }
  }

  /** Leaves a purchase and the later ones of its buyer to redelivery. Its earlier ones go on. */
  failFrom(purchase: ArrivedPurchase, reason: unknown): void {
    const all = [...this.#outcomes.keys()];
    for (const other of all.slice(all.indexOf(purchase))) {
      if (other.userId !== purchase.userId || !this.isUndecided(other)) continue;
      this.#outcomes.set(other, { status: 'rejected', reason });
    }
  }

  failUndecided(reason: unknown): void {
    for (const purchase of this.undecided()) {
      this.#outcomes.set(purchase, { status: 'rejected', reason });
    }
  }

  /** A purchase without an outcome counts as failed, never as decided. */
  settled(): ReadonlyMap<ArrivedPurchase, PromiseSettledResult<unknown>> {
    this.failUndecided(new Error('The purchase has no decision'));
    return new Map(
      [...this.#outcomes].flatMap(([purchase, outcome]) => (outcome ? [[purchase, outcome]] : [])),
    );
  }
}
