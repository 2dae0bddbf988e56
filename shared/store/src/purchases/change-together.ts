import { randomUUID } from 'node:crypto';
import { conflictJitterMs, keepsLedger, MAX_ACTIONS } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import type { Store } from '../open-store.ts';
import { readItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { readShard, transactOnStock } from '../stock/stock-shards.ts';
import type { CancellationReason, TransactionAction } from '../write-items.ts';
import { type Ledgers, readLedgers } from './ledger.ts';
import { type PurchaseRecord, purchaseKind } from './purchase-record.ts';

/** A purchase that has tickets of stock shards. */
export type TicketedPurchase = Pick<PurchaseRecord, 'userId' | 'recordKey'> & {
  readonly from: NonNullable<PurchaseRecord['from']>;
};

/** An action of a change, and the purchases that cannot be changed without it. */
export type ChangeStep<P> = {
  readonly part: 'purchase' | 'stock' | 'show' | 'seat' | 'ledger' | 'journal';
  readonly action: TransactionAction;
  readonly purchases: readonly P[];
  /** The number of the stock shard, if the part is the stock. */
  readonly shard?: number;
};

/** A step of a cancelled transaction that DynamoDB refused for another reason than a conflict. */
type RefusedStep<P> = ChangeStep<P> & { readonly reason: CancellationReason };

/** Lists the steps that DynamoDB refused. There is a reason for each action that was sent, in order. */
export const listRefused = <P>(
  steps: readonly ChangeStep<P>[],
  reasons: readonly CancellationReason[],
): RefusedStep<P>[] =>
  steps.flatMap((step, index) => {
    const reason = reasons[index];
    return reason === 'condition' || reason === 'unwritable' ? [{ ...step, reason }] : [];
  });

/**
 * Counts how many of the purchases, from the first on, one transaction can change: at least one. Each shard and each
 * ledger has one action. Their items have far less than the 4 MB of a transaction.
 *
 * @param releasesSeats whether each seat needs an action.
 * @param others the actions besides those of purchases, shards, ledgers and seats.
 */
export function countChangeable(
  show: ShowRecord,
  purchases: readonly (TicketedPurchase & Pick<PurchaseRecord, 'seats'>)[],
  { releasesSeats, others }: { readonly releasesSeats: boolean; readonly others: number },
): number {
  const shared = new Set<string>();
  let seats = 0;
  const cut = purchases.findIndex((purchase, index) => {
    for (const [shard] of purchase.from) shared.add(`shard ${shard}`);
    if (keepsLedger(show)) shared.add(`ledger ${purchase.userId}`);
    if (releasesSeats) seats += purchase.seats?.length ?? 0;
    return index + 1 + shared.size + seats + others > MAX_ACTIONS;
  });
  return cut === -1 ? purchases.length : cut;
}

/** What a test sets, and who waits for each transaction. */
export type ChangeSeams = {
  readonly clock: () => Date;
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Receives the actions of each transaction that was sent. The next one waits for it. */
  readonly onSent?: (actions: number) => Promise<void>;
};

/** A change of purchases of one show. */
type Change<P> = {
  /** Completes the sentence "DynamoDB did not …", e.g. `cancel the purchases`. */
  readonly what: string;
  /** Plans one transaction. */
  readonly plan: (
    purchases: readonly P[],
    context: { readonly at: string; readonly ledgers: Ledgers['ledgers'] },
  ) => readonly ChangeStep<P>[];
  /** The purchase as it is now, or undefined if it needs no change any more. */
  readonly renew: (planned: P, current: PurchaseRecord) => P | undefined;
};

/** A purchase that a retry cannot change, and why. */
export type FailedChange<P> = { readonly purchase: P; readonly error: unknown };

/** What became of each purchase. */
export type Changed<P> = {
  readonly changed: readonly P[];
  /** The current records of those that need no change any more: another call was faster. */
  readonly overtaken: readonly PurchaseRecord[];
  readonly failed: readonly FailedChange<P>[];
};

/** Transactions of the same purchases that others hinder, before the caller must retry. */
const MAX_ROUNDS = 8;

/**
 * Changes purchases of a show in one transaction, each exactly once. One that another call has changed is left
 * out, and so is one that a damaged record stops:
 *
 *     98 purchases ✗ 1 was changed meanwhile ── 97 ✓
 *     98 purchases ✗ a seat of 1 is not its own ── 97 ✓ ── 1 ✗ failed
 *     98 purchases ✗ a shard has less than all of them need ── 49 ✓ ── 49 ✗ ── 24 … 1 ✗ failed
 *
 * The ledgers of a show that keeps them are read first, at 1 read unit each. A refused purchase is read again.
 *
 * @param purchases as many as fit in one transaction.
 * @throws StoreError STORE_UNAVAILABLE: any of them may be changed, and it is safe to retry.
 */
export async function changeTogether<P extends TicketedPurchase>(
  store: Store,
  show: ShowRecord,
  purchases: readonly P[],
  { what, plan, renew }: Change<P>,
  { clock, random, wait, onSent = async () => undefined }: ChangeSeams,
): Promise<Changed<P>> {
  const failed: FailedChange<P>[] = [];
  const changed: P[] = [];
  const overtaken: PurchaseRecord[] = [];
  const fail = (purchase: P, error: unknown): void => void failed.push({ purchase, error });

  /** @param nth the number of earlier transactions of the same purchases. */
  const change = async (group: readonly P[], nth: number): Promise<void> => {
    const { ledgers, unreadable } = await readLedgersOf(store, show, group);
    const readable = group.filter(({ userId }) => !unreadable.has(userId));
    for (const purchase of group) {
      const error = unreadable.get(purchase.userId);
      if (error !== undefined) fail(purchase, error);
    }
    if (readable.length === 0) return;
    const at = clock().toISOString();
    const steps = plan(readable, { at, ledgers });
    const actions = steps.map(({ action }) => action);
    const sent = { what, actions, token: randomUUID(), at };
    const outcome = await transactOnStock(store, show, sent);
    await onSent(actions.length);
    if (outcome.kind === 'committed') {
      changed.push(...readable);
      return;
    }

    const refused = listRefused(steps, outcome.reasons).filter(
      // Another entry has the same key.
      ({ part, reason }) => part !== 'journal' || reason !== 'condition',
    );
    if (refused.length === 0) {
      if (nth + 1 === MAX_ROUNDS) throw conflictsError(what);
      await wait(conflictJitterMs(nth, random));
      return change(readable, nth + 1);
    }
    const suspects = new Set(refused.flatMap((step) => step.purchases));
    const suspected = await renewAll([...suspects], await findDamagedShards(refused));
    const others = readable.filter((purchase) => !suspects.has(purchase));
    if (others.length > 0) await change(others, 0);
    if (suspected.length === 0) return;
    if (suspected.length < readable.length) return change(suspected, 0);
    if (suspected.length > 1) {
      const half = Math.ceil(suspected.length / 2);
      await change(suspected.slice(0, half), 0);
      return change(suspected.slice(half), 0);
    }
    // Only a ledger can have changed since it was read.
    const isOutdated = refused.every(
      ({ part, reason }) => part === 'ledger' && reason === 'condition',
    );
    if (isOutdated && nth + 1 < MAX_ROUNDS) return change(suspected, nth + 1);
    for (const purchase of suspected) fail(purchase, refusedError());
  };

  /** The errors of the shards that refused a change and cannot be written, by number. */
  const findDamagedShards = async (refused: readonly { readonly shard?: number }[]) => {
    const damaged = new Map<number, unknown>();
    for (const { shard } of refused) {
      if (shard === undefined) continue;
      await readShard(store, show.showId, shard).catch((error: unknown) => {
        if (isTransient(error)) throw error;
        damaged.set(shard, error);
      });
    }
    return damaged;
  };

  /** Reads refused purchases again. Those that need no change any more are left out, and damaged ones fail. */
  const renewAll = async (
    group: readonly P[],
    damagedShards: ReadonlyMap<number, unknown>,
  ): Promise<P[]> => {
    const keys = group.map(({ userId, recordKey }) => ({ userId, recordKey }));
    const { records, unreadable } = await readItems(store, purchaseKind, keys);
    return group.flatMap((purchase) => {
      const isIts = ({ userId, recordKey }: (typeof keys)[number]) =>
        userId === purchase.userId && recordKey === purchase.recordKey;
      const current = records.find(isIts);
      const shard = purchase.from.find(([number]) => damagedShards.has(number))?.[0];
      if (current === undefined) {
        fail(purchase, unreadable.find(({ key }) => isIts(key)) ?? missingError());
        return [];
      }
      const renewed = renew(purchase, current);
      if (renewed === undefined) {
        overtaken.push(current);
        return [];
      }
      if (shard === undefined) return [renewed];
      fail(purchase, damagedShards.get(shard));
      return [];
    });
  };

  if (purchases.length > 0) await change(purchases, 0);
  return { changed, overtaken, failed };
}

const readLedgersOf = async (
  store: Store<'purchases'>,
  show: ShowRecord,
  purchases: readonly TicketedPurchase[],
): Promise<Ledgers> =>
  keepsLedger(show)
    ? readLedgers(store, show.showId, [...new Set(purchases.map(({ userId }) => userId))])
    : { ledgers: new Map(), unreadable: new Map() };

const isTransient = (error: unknown): boolean => !(error instanceof StoreError) || error.retryable;

const conflictsError = (what: string): StoreError =>
  new StoreError(
    'STORE_UNAVAILABLE',
    `DynamoDB did not ${what}: too many conflicts with other writes`,
  );

const missingError = (): StoreError =>
  new StoreError('RECORD_UNREADABLE', 'The record of the purchase no longer exists');

const refusedError = (): StoreError =>
  new StoreError(
    'RECORD_UNREADABLE',
    'The purchase, or its stock shard, seat or ledger, does not allow the change',
  );
