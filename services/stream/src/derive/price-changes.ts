import {
  EVENT_VERSION,
  type EventDetail,
  type Money,
  type WillcallEvent,
} from '@willcall/contracts';
import { StreamError } from '../errors.ts';
import type { SeatImage, SeatRecordChange, ShowImage, ShowRecordChange } from '../read-change.ts';

import { eventId, showChangedAt, showFields } from './event-fields.ts';

/** PriceChangeInitiated: of a show whose price differs. What `pricing` stamps changes no price. */
export function priceChangeInitiated({
  before,
  after,
  recordedAt,
}: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  if (isSamePrice(before.price, after.price)) return [];
  const { price, priceVersion } = after;
  const at = showChangedAt(before, after, recordedAt);
  const detail = {
    ...showFields('PriceChangeInitiated', after, at, priceVersion),
    oldPrice: before.price,
    newPrice: price,
    priceVersion,
  };
  return [{ type: 'PriceChangeInitiated', detail }];
}

/**
 * PriceChangeProcessed: of a show that was stamped for another version of its price. The stamp is put
 * on the condition that the price is still the announced one, so the image holds both.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
export function priceChangeProcessed({
  before,
  after,
  recordedAt,
}: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  const stamp = findNewStamp(before, after);
  if (stamp === undefined) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = {
    ...showFields('PriceChangeProcessed', after, at, stamp.priceVersion),
    newPrice: after.price,
    ...stamp,
  };
  return [{ type: 'PriceChangeProcessed', detail }];
}

/** Every event that a change of a seat tells. @throws StreamError UNREADABLE_RECORD */
export const seatEvents = (change: SeatRecordChange): WillcallEvent[] => [
  ...seatPriceChangeInitiated(change),
  ...seatPriceChangeProcessed(change),
];

/**
 * PriceChangeInitiated: of a seat whose own price differs. A seat that is made, removed, sold or free
 * again changes none, and one that is given the show's price for its own costs what it did.
 *
 * @throws StreamError UNREADABLE_RECORD when the change is not whole.
 */
function seatPriceChangeInitiated({
  before,
  after,
  recordedAt,
}: SeatRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  if (isSamePrice(before.price, after.price)) return [];
  const { replacedPrice, priceVersion } = after;
  if (replacedPrice === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The price of a seat was changed in part');
  }
  if (isSamePrice(replacedPrice, after.price)) return [];
  const detail: EventDetail<'PriceChangeInitiated'> = {
    eventId: eventId('PriceChangeInitiated', ...seatPriceKey(after, priceVersion)),
    version: EVENT_VERSION,
    ...seatPriceFields(after, recordedAt),
    oldPrice: replacedPrice,
    priceVersion,
  };
  return [{ type: 'PriceChangeInitiated', detail }];
}

/**
 * PriceChangeProcessed: of a seat that was stamped for another version of its own price.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
function seatPriceChangeProcessed({
  before,
  after,
  recordedAt,
}: SeatRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  const stamp = findNewStamp(before, after);
  if (stamp === undefined) return [];
  const detail: EventDetail<'PriceChangeProcessed'> = {
    eventId: eventId('PriceChangeProcessed', ...seatPriceKey(after, stamp.priceVersion)),
    version: EVENT_VERSION,
    ...seatPriceFields(after, recordedAt),
    ...stamp,
  };
  return [{ type: 'PriceChangeProcessed', detail }];
}

/**
 * What every event of a seat's own price tells of the seat.
 *
 * @throws StreamError UNREADABLE_RECORD when the seat has no price of its own, or not its show's name.
 */
function seatPriceFields(after: SeatImage, recordedAt: string) {
  const { showId, showName, seatId, price, updatedAt, correlationId } = after;
  if (showName === undefined || price === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The price of a seat was changed in part');
  }
  const occurredAt = updatedAt ?? recordedAt;
  return { showId, showName, seatId, newPrice: price, occurredAt, correlationId };
}

/** What makes a change of a seat's price the only one: a seat may be removed, and made again. */
const seatPriceKey = (
  { showId, seatId, createdAt }: SeatImage,
  priceVersion: number,
): readonly [string, string, string, number] => [showId, seatId, createdAt, priceVersion];

/** Whether two prices are one: then nothing is told. */
const isSamePrice = (a: Money | undefined, b: Money | undefined): boolean =>
  a?.amount === b?.amount && a?.currency === b?.currency;

/** Of a show or a seat, what a processed price change leaves on it. */
type Stamped = Pick<
  ShowImage,
  'previousPrice' | 'discountPercentage' | 'isDiscounted' | 'lastPriceChangeAt' | 'stampedVersion'
>;

/**
 * The stamp that a write has put, for another version of the price; undefined when it put none.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
function findNewStamp(before: Stamped, after: Stamped) {
  const { stampedVersion, previousPrice, isDiscounted, lastPriceChangeAt } = after;
  if (stampedVersion === undefined || stampedVersion === before.stampedVersion) return undefined;
  if (
    previousPrice === undefined ||
    isDiscounted === undefined ||
    lastPriceChangeAt === undefined
  ) {
    throw new StreamError('UNREADABLE_RECORD', 'A price change was stamped in part');
  }
  const { discountPercentage } = after;
  return {
    oldPrice: previousPrice,
    priceVersion: stampedVersion,
    previousPrice,
    ...(discountPercentage === undefined ? {} : { discountPercentage }),
    isDiscounted,
    lastPriceChangeAt,
  };
}
