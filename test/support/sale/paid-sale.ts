import type { PurchaseMessage } from '@willcall/contracts';
import {
  auditShow,
  forEachJournalPage,
  type HeldPurchase,
  type PurchasePayment,
  type PurchaseRecord,
  readLedger,
  readPurchase,
  recordIntent,
} from '@willcall/store';
import { expect } from 'vitest';
import { openSale, type Sale, type SaleOptions } from './open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from './purchase-message.ts';

/** A show whose tickets are held until they are paid. */
export const openPaidSale = (options: SaleOptions = {}): Promise<Sale> =>
  openSale({ payment: 'PROVIDER', holdSeconds: 600, ...options });

/** A request without a card. */
export const makePaidRequest = (
  sale: Sale,
  userId: string,
  quantity = 1,
  more: Partial<PurchaseMessage> = {},
): PurchaseMessage =>
  makePurchaseMessage({ showId: sale.show.showId, userId, quantity, card: undefined, ...more });

/** Decides purchases in one batch, and returns each status or reason. */
export async function decideAll(
  sale: Sale,
  messages: readonly PurchaseMessage[],
  worker = sale.worker(),
): Promise<(string | undefined)[]> {
  expect(await worker(messages.map((each) => makePurchaseSqsRecord(each)))).toEqual([]);
  return Promise.all(
    messages.map(async (message) => {
      const record = await sale.recordOf(message);
      return record?.reason ?? record?.status;
    }),
  );
}

/** Holds tickets for each of these buyers, in one batch. */
export async function holdFor(
  sale: Sale,
  buyers: readonly string[],
  quantity = 1,
  more: Partial<PurchaseMessage> = {},
): Promise<HeldPurchase[]> {
  const messages = buyers.map((user) => makePaidRequest(sale, user, quantity, more));
  await decideAll(sale, messages);
  return Promise.all(messages.map(async (message) => toHeld(await sale.recordOf(message))));
}

/** @throws Error unless the purchase is held. */
export function toHeld(record: PurchaseRecord | undefined): HeldPurchase {
  if (record?.status !== 'HELD') throw new Error(`expected a hold, not ${record?.status}`);
  return { ...record, status: record.status };
}

/** Records an intent that is named like its buyer. */
export async function addIntent(
  sale: Sale,
  purchase: HeldPurchase,
  payment: PurchasePayment = { intent: `pi_${purchase.userId}`, attempt: 1 },
): Promise<HeldPurchase> {
  return toHeld(await recordIntent(sale.store, purchase, purchase.holdUntil, payment));
}

export const readAgain = (sale: Sale, { userId, recordKey }: PurchaseRecord) =>
  readPurchase(sale.store, userId, recordKey.slice('P#'.length), { consistent: true });

export const readHolder = (sale: Sale, userId: string) =>
  readLedger(sale.store, userId, sale.show.showId);

/** The seams of the store's transactions: retries without waiting. */
export const atOnce = {
  clock: () => new Date(),
  random: () => 0,
  wait: async () => undefined,
};

/**
 * Expects that every ticket is available, held or sold, that the counters are the sums of the journal, and that an
 * audit finds no difference.
 */
export async function expectSoundBooks(
  sale: Sale,
  clock: () => Date = () => new Date(),
): Promise<void> {
  const shards = await sale.buckets();
  const posted = shards.map(() => ({ available: 0, held: 0, sold: 0, revenue: 0 }));
  await forEachJournalPage(sale.store, sale.show, { limit: 100, concurrency: 1 }, ({ entries }) => {
    for (const { shard, ...posting } of entries.flatMap(({ postings }) => postings)) {
      const sum = posted[shard];
      if (sum === undefined) throw new Error(`the show has no shard ${shard}`);
      sum.available += posting.available;
      sum.held += posting.held;
      sum.sold += posting.sold;
      sum.revenue += posting.revenue;
    }
  });
  expect(
    shards.map(({ available, held, sold, revenue }) => ({ available, held, sold, revenue })),
  ).toEqual(posted);
  const all = shards.reduce((sum, { available, held, sold }) => sum + available + held + sold, 0);
  expect(all).toBe((await sale.showNow())?.capacity);
  const { differences } = await auditShow(sale.store, sale.show.showId, { clock });
  expect(differences).toEqual([]);
}
