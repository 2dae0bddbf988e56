import { known } from '@willcall/contracts';
import { purchaseRef, saveSweepPosition } from '@willcall/store';
import { expect } from 'vitest';
import {
  type AnnouncedSale,
  type Bought,
  type ItemKey,
  openAnnouncedSale,
} from './announced-sale.ts';

export const STARTS = '2031-06-01T20:00:00Z';
/** One day before the start, the default lead. */
export const DUE = '2031-05-31T20:00:00.000Z';
export const DAY_MS = 24 * 60 * 60_000;

/** A clock that shows the due time plus some seconds. */
export const at = (seconds: number, from = DUE) => {
  const now = new Date(Date.parse(from) + seconds * 1_000);
  return { clock: () => now };
};

/**
 * A sale with a saved sweep position. The very first sweep reads two hours back, minute by minute.
 */
export async function openReminderSale(overrides = {}): Promise<AnnouncedSale> {
  const sale = await openAnnouncedSale({ startsAt: STARTS, ...overrides });
  await saveSweepPosition(sale.reminders, '2031-05-31T19:58');
  return sale;
}

/** The key of the reminder that a purchase names. */
export const makeReminderKey = ({ record, key }: Bought) => ({
  dueKey: known(record.dynamodb?.NewImage?.reminder?.S, 'reminder'),
  purchaseRef: purchaseRef(key.userId, key.recordKey),
});

/** Sells a ticket well before the show and sets its reminder. */
export async function sellWithReminder(
  sale: AnnouncedSale,
  overrides = {},
): Promise<Bought & { reminder: ReturnType<typeof makeReminderKey> }> {
  const bought = await sale.buy(overrides);
  expect(await sale.stream(at(-3 * DAY_MS))([bought.record])).toEqual([]);
  return { ...bought, reminder: makeReminderKey(bought) };
}

/** The stream record of what a sweep changes in a reminder. */
export const makeSweptRecord = (
  sale: AnnouncedSale,
  reminder: ItemKey,
  seconds: number,
  from?: string,
) => sale.changeBy('REMINDERS_TABLE', reminder, sale.sweep(at(seconds, from)));

/** The announced reminders. */
export const listReminders = (sale: AnnouncedSale) =>
  sale.bus.published().filter(({ type }) => type === 'ReminderDue');
