import type { PurchaseMessage } from '@willcall/contracts';
import { known } from '@willcall/contracts';
import {
  cancelPurchase,
  cancelReminder,
  createSeats,
  type PurchaseRecord,
  purchaseRef,
  recordIntent,
  type ShowRecord,
  type Store,
  setReminder,
  settleHolds,
} from '@willcall/store';
import { expect } from 'vitest';
import type { Sale } from '../sale/open-sale.ts';
import { atOnce, toHeld } from '../sale/paid-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../sale/purchase-message.ts';
import { editTables, type TableEditor } from './edit-tables.ts';

/**
 * A show with general admission, with a limit for each buyer as well, with reserved seating, or one that a payment
 * provider takes the money for.
 */
export type BooksKind = 'general' | 'limited' | 'reserved' | 'paid';

/** The sound books of one show, and the means to tamper with them. */
export type SoundBooks = TableEditor & {
  readonly sale: Sale;
  readonly show: ShowRecord;
  readonly reminders: Store<'reminders'>;
  /**
   * Ana has two tickets and Ben three (or one seat), Cid's were cancelled, Dan was refused. In paid books, Ben has yet to
   * pay.
   */
  readonly ana: PurchaseRecord;
  readonly ben: PurchaseRecord;
  readonly cid: PurchaseRecord;
  readonly dan: PurchaseRecord;
};

const showOf: Readonly<Record<BooksKind, Partial<ShowRecord>>> = {
  general: { capacity: 10, buckets: 2 },
  limited: { capacity: 10, buckets: 2, maxTicketsPerBuyer: 4 },
  reserved: { capacity: 6, buckets: 2, seating: 'RESERVED' },
  paid: { capacity: 10, buckets: 2, payment: 'PROVIDER', holdSeconds: 600 },
};

const SEATS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'];

/** The seats that are asked for, by buyer. */
const seatsOf: Readonly<Record<string, readonly string[]>> = {
  ana: ['A1', 'A2'],
  ben: ['A3'],
  cid: ['A4'],
  dan: ['A1'],
};
const quantityOf: Readonly<Record<string, number>> = { ana: 2, ben: 3, cid: 1, dan: 8 };

/** Adds a show to the tables of a sale, sells it, and sets its reminders, as the services do. */
export async function makeSoundBooks(sale: Sale, kind: BooksKind): Promise<SoundBooks> {
  const { store, environment } = sale;
  const show = await sale.addShow(showOf[kind]);
  const origin = { at: show.createdAt, correlationId: show.correlationId };
  if (kind === 'reserved') await createSeats(store, show, SEATS, origin);
  const tables = { ...store.tables, reminders: known(environment.REMINDERS_TABLE, 'table') };
  const reminders = { ...store, tables };
  const ask = (userId: string): PurchaseMessage => {
    const seats = seatsOf[userId] ?? [];
    return makePurchaseMessage({
      showId: show.showId,
      userId,
      ...(kind === 'paid' ? { card: undefined } : {}),
      ...(kind === 'reserved'
        ? { seats: [...seats], quantity: seats.length }
        : { quantity: known(quantityOf[userId], 'quantity') }),
    });
  };
  const worker = sale.worker();
  const buy = async (userId: string): Promise<PurchaseRecord> => {
    const message = ask(userId);
    expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
    const record = known(await sale.recordOf(message), 'record');
    return record.status === 'HELD' && userId !== 'ben' ? pay(sale, show, record) : record;
  };
  const [ana, ben, sold, dan] = [
    await buy('ana'),
    await buy('ben'),
    await buy('cid'),
    await buy('dan'),
  ];
  for (const { userId, recordKey, showId, reminder, correlationId, status } of [ana, ben, sold]) {
    if (status === 'HELD') continue;
    const dueKey = known(reminder, 'reminder');
    const of = { userId, recordKey, showId: known(showId, 'show'), correlationId };
    await setReminder(reminders, { ...of, dueKey });
  }
  if (sold.status !== 'CONFIRMED') throw new Error('expected a sale');
  const by = { at: new Date().toISOString(), correlationId: 'c', random: Math.random };
  const wait = async () => undefined;
  const cid = await cancelPurchase(store, { ...sold, status: sold.status }, show, { ...by, wait });
  const name = {
    dueKey: known(cid.reminder, 'reminder'),
    purchaseRef: purchaseRef(cid.userId, cid.recordKey),
  };
  await cancelReminder(reminders, name, by.at);

  return { sale, show, reminders, ana, ben, cid, dan, ...editTables(store.documents, tables) };
}

/** Pays a held purchase, as the payment provider would have it. */
async function pay(sale: Sale, show: ShowRecord, record: PurchaseRecord): Promise<PurchaseRecord> {
  const { store } = sale;
  const held = toHeld(record);
  const intent = `pi_${held.userId}`;
  const purchase = toHeld(await recordIntent(store, held, held.holdUntil, { intent, attempt: 1 }));
  const settlement = { purchase, intent, paidAt: new Date().toISOString() };
  const { ended } = await settleHolds(store, show, [settlement], atOnce);
  return known(ended[0], 'paid purchase');
}
