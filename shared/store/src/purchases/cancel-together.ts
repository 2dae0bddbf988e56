import { randomUUID } from 'node:crypto';
import { conflictJitterMs, keepsLedger } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import type { Store } from '../open-store.ts';
import { readItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { readShard, transactOnStock } from '../stock/stock-shards.ts';
import { type Ledgers, readLedgers } from './ledger.ts';
import { listRefused, planReturn } from './plan-return.ts';
import { type ConfirmedPurchase, purchaseKind } from './purchase-record.ts';

/** By which request purchases are cancelled, and what a test sets. */
type JointCancellation = {
  readonly clock: () => Date;
  readonly correlationId: string;
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Receives the actions of each transaction that was sent. The next one waits for it. */
  readonly onSent: (actions: number) => Promise<void>;
};

/** A purchase that a retry cannot cancel, and why. */
export type FailedCancellation = { readonly purchase: ConfirmedPurchase; readonly error: unknown };

/** Transactions of the same purchases that others hinder, before the caller must retry. */
const MAX_ROUNDS = 8;

/**
 * Cancels purchases of a cancelled show in one transaction, each exactly once. One that is already
 * cancelled is left out, and so is one that a damaged record stops:
 *
 *     98 purchases ✗ 1 was cancelled meanwhile ── 97 ✓
 *     98 purchases ✗ a seat of 1 is not its own ── 97 ✓ ── 1 ✗ failed
 *     98 purchases ✗ a shard has less than all of them sold ── 49 ✓ ── 49 ✗ ── 24 … 1 ✗ failed
 *
 * 2 write units for each purchase, ledger, seat and shard, and for each KB of the entry in the journal; 1
 * read unit for each ledger. A refused purchase is read again.
 *
 * @param purchases as many as `countReturnable` allows.
 * @returns the purchases that are not cancelled. Their errors say that a retry does not help.
 * @throws StoreError STORE_UNAVAILABLE: any of them may be cancelled, and it is safe to retry.
 */
export async function cancelTogether(
  store: Store,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
  { clock, correlationId, random, wait, onSent }: JointCancellation,
): Promise<readonly FailedCancellation[]> {
  const failed: FailedCancellation[] = [];
  const fail = (purchase: ConfirmedPurchase, error: unknown): void =>
    void failed.push({ purchase, error });

  /** @param nth the number of earlier transactions of the same purchases. */
  const cancel = async (group: readonly ConfirmedPurchase[], nth: number): Promise<void> => {
    const { ledgers, unreadable } = await readLedgersOf(store, show, group);
    const readable = group.filter(({ userId }) => !unreadable.has(userId));
    for (const purchase of group) {
      const error = unreadable.get(purchase.userId);
      if (error !== undefined) fail(purchase, error);
    }
    if (readable.length === 0) return;
    const at = clock().toISOString();
    const { steps } = planReturn(store, show, readable, { at, correlationId, ledgers });
    const actions = steps.map(({ action }) => action);
    const outcome = await transactOnStock(store, show, {
      what: 'cancel the purchases',
      actions,
      token: randomUUID(),
      at,
    });
    await onSent(actions.length);
    if (outcome.kind === 'committed') return;

    const refused = listRefused(steps, outcome.reasons).filter(
      // Another entry has the same key.
      ({ part, reason }) => part !== 'journal' || reason !== 'condition',
    );
    if (refused.length === 0) {
      if (nth + 1 === MAX_ROUNDS) throw conflictsError();
      await wait(conflictJitterMs(nth, random));
      return cancel(readable, nth + 1);
    }
    const suspects = new Set(refused.flatMap((step) => step.purchases));
    const suspected = await keepConfirmed([...suspects], await findDamagedShards(refused));
    const others = readable.filter((purchase) => !suspects.has(purchase));
    if (others.length > 0) await cancel(others, 0);
    if (suspected.length === 0) return;
    if (suspected.length < readable.length) return cancel(suspected, 0);
    if (suspected.length > 1) {
      const half = Math.ceil(suspected.length / 2);
      await cancel(suspected.slice(0, half), 0);
      return cancel(suspected.slice(half), 0);
    }
    // Only a ledger can have changed since it was read.
    const isOutdated = refused.every(
      ({ part, reason }) => part === 'ledger' && reason === 'condition',
    );
    if (isOutdated && nth + 1 < MAX_ROUNDS) return cancel(suspected, nth + 1);
    for (const purchase of suspected) fail(purchase, refusedError());
  };

  /** The errors of the shards that refused a return and cannot be written, by number. */
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

  /** Reads refused purchases again. Those that are cancelled need nothing, and damaged ones fail. */
  const keepConfirmed = async (
    group: readonly ConfirmedPurchase[],
    damagedShards: ReadonlyMap<number, unknown>,
  ): Promise<ConfirmedPurchase[]> => {
    const keys = group.map(({ userId, recordKey }) => ({ userId, recordKey }));
    const { records, unreadable } = await readItems(store, purchaseKind, keys);
    return group.flatMap((purchase) => {
      const isIts = ({ userId, recordKey }: (typeof keys)[number]) =>
        userId === purchase.userId && recordKey === purchase.recordKey;
      const current = records.find(isIts);
      const shard = purchase.from.find(([number]) => damagedShards.has(number))?.[0];
      if (current !== undefined && current.status !== 'CONFIRMED') return [];
      if (current !== undefined && shard === undefined) return [current];
      const ofShard = shard === undefined ? undefined : damagedShards.get(shard);
      const ofRecord = unreadable.find(({ key }) => isIts(key)) ?? missingError();
      fail(purchase, current === undefined ? ofRecord : ofShard);
      return [];
    });
  };

  if (purchases.length > 0) await cancel(purchases, 0);
  return failed;
}

const readLedgersOf = async (
  store: Store<'purchases'>,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
): Promise<Ledgers> =>
  keepsLedger(show)
    ? readLedgers(store, show.showId, [...new Set(purchases.map(({ userId }) => userId))])
    : { ledgers: new Map(), unreadable: new Map() };

const isTransient = (error: unknown): boolean => !(error instanceof StoreError) || error.retryable;

const conflictsError = (): StoreError =>
  new StoreError(
    'STORE_UNAVAILABLE',
    'DynamoDB did not cancel the purchases: too many conflicts with other writes',
  );

const missingError = (): StoreError =>
  new StoreError('RECORD_UNREADABLE', 'The record of the purchase no longer exists');

const refusedError = (): StoreError =>
  new StoreError(
    'RECORD_UNREADABLE',
    'The purchase, or its stock shard, seat or ledger, does not allow its return',
  );
