import { BY_START, startKey, startMonth } from '../keys.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import { findStampFaults } from './price-stamp.ts';

/**
 * Finds contradictions between the fields of a show's own record.
 *
 * @param item the record as stored, with the keys of its indexes.
 */
export function findShowDifferences(show: ShowRecord, item: Item): AuditDifference[] {
  const subject = `Show ${show.showId}`;
  return [
    ...describeFaults('SHOW_KEYS', subject, findKeyFaults(show, item)),
    ...describeFaults('SHOW_WINDOW', subject, findWindowFaults(show)),
    ...describeFaults('SHOW_PAUSE', subject, findPauseFaults(show)),
    ...describeFaults('SHOW_PRICE', subject, [
      ...findStampFaults(show, show.price.currency),
      ...findPaidFaults(show),
    ]),
  ];
}

function findKeyFaults({ showId, startsAt }: ShowRecord, item: Item): string[] {
  const keys = { startMonth: startMonth(startsAt), startKey: startKey(startsAt, showId) };
  return Object.entries(keys).flatMap(([name, key]) => {
    const stored = item[name];
    if (stored === key) return [];
    const found = stored === undefined ? `no ${name}` : `the ${name} ${JSON.stringify(stored)}`;
    return [`starts at ${startsAt}, but has ${found} in the list ${BY_START}`];
  });
}

function findPaidFaults({ paidSince, priceVersion }: ShowRecord): string[] {
  if (paidSince === undefined || priceVersion > 0) return [];
  return [`was free until ${paidSince}, but its price never changed`];
}

function findWindowFaults({ startsAt, saleOpensAt, saleClosesAt }: ShowRecord): string[] {
  const closesAt = saleClosesAt ?? startsAt;
  if (saleOpensAt === undefined || Date.parse(saleOpensAt) < Date.parse(closesAt)) return [];
  return [`opens its sale at ${saleOpensAt}, but closes it at ${closesAt}`];
}

/**
 * Each pause sets `pausedAt` and each resumption `resumedAt`. If both are set, clocks may differ, so
 * that they do not tell which was last.
 */
function findPauseFaults({ onSale, pausedAt, resumedAt }: ShowRecord): string[] {
  if (onSale && pausedAt !== undefined && resumedAt === undefined)
    return [`was paused at ${pausedAt} and never resumed, but is on sale`];
  if (!onSale && resumedAt !== undefined && pausedAt === undefined)
    return [`was resumed at ${resumedAt} and never paused, but is not on sale`];
  return [];
}
