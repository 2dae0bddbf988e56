import { setTimeout as wait } from 'node:timers/promises';
import type { UnreadableRecord } from '../errors.ts';
import type { PostedPurchase } from '../journal/journal-entry.ts';
import { purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readItems } from '../read-items.ts';
import { type PurchaseRecord, purchaseKind } from './purchase-record.ts';

/** The key of a purchase, as an entry of the journal lists it. */
export type PurchaseName = Pick<PostedPurchase, 'userId' | 'recordKey'>;

export type ListedPurchases = {
  /** In the order of their names. */
  readonly purchases: readonly PurchaseRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  /** Purchases that do not exist. */
  readonly missing: readonly PurchaseName[];
};

/** Milliseconds until a record that was committed with its entry must be readable. */
const PAUSE_MS = 1_000;

/**
 * Reads purchases that the journal lists, consistently: 1 read unit each. One that does not exist is read
 * again after a second, because an entry can be seen before the purchase that was written with it.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readListed(
  store: Store<'purchases'>,
  names: readonly PurchaseName[],
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<ListedPurchases> {
  const wanted = new Map(names.map((name) => [refOf(name), name]));
  const found = new Map<string, PurchaseRecord>();
  const unreadable: UnreadableRecord[] = [];
  const read = async () => {
    const keys = [...wanted.values()].map(({ userId, recordKey }) => ({ userId, recordKey }));
    const items = await readItems(store, purchaseKind, keys);
    for (const record of items.records) {
      found.set(refOf(record), record);
      wanted.delete(refOf(record));
    }
    for (const record of items.unreadable) wanted.delete(refOf(record.key));
    unreadable.push(...items.unreadable);
  };
  await read();
  if (wanted.size > 0) {
    await pause(PAUSE_MS);
    await read();
  }
  return {
    purchases: names.flatMap((name) => {
      const record = found.get(refOf(name));
      found.delete(refOf(name));
      return record ?? [];
    }),
    unreadable,
    missing: [...wanted.values()],
  };
}

const refOf = ({ userId, recordKey }: PurchaseName): string => purchaseRef(userId, recordKey);
