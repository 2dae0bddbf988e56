import {
  EVENT_VERSION,
  type EventDetail,
  type Money,
  type WillcallEvent,
} from '@willcall/contracts';
import { StreamError } from '../errors.ts';
import type { SeatImage, SeatRecordChange, ShowImage, ShowRecordChange } from '../read-change.ts';
import { eventId, showChangedAt, showFields } from './event-fields.ts';

/** PriceChangeInitiated for a show whose price differs. A stamp by `pricing` changes no price. */
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
 * PriceChangeProcessed for a show that was stamped for another version of its price. The stamp's condition
 * requires the announced price, so the image has both.
 *
 * @throws StreamError UNREADABLE_RECORD if the stamp is incomplete.
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

/** The events of a seat change. @throws StreamError UNREADABLE_RECORD */
export const seatEvents = (change: SeatRecordChange): WillcallEvent[] => [
  ...seatPriceChangeInitiated(change),
  ...seatPriceChangeProcessed(change),
];

/**
 * PriceChangeInitiated for a seat whose own price differs. A seat that is added, removed, sold or freed
 * changes no price, and neither does one whose new own price is the show's price.
 *
 * @throws StreamError UNREADABLE_RECORD if the change is incomplete.
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
 * PriceChangeProcessed for a seat that was stamped for another version of its own price.
 *
 * @throws StreamError UNREADABLE_RECORD if the stamp is incomplete.
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
 * The seat fields of every event about a seat's own price.
 *
 * @throws StreamError UNREADABLE_RECORD if the seat has no own price or no show name.
 */
function seatPriceFields(after: SeatImage, recordedAt: string) {
  const { showId, showName, seatId, price, updatedAt, correlationId } = after;
  if (showName === undefined || price === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The price of a seat was changed in part');
  }
  const occurredAt = updatedAt ?? recordedAt;
  return { showId, showName, seatId, newPrice: price, occurredAt, correlationId };
}

/** The unique key of a seat's price change. It includes createdAt, because a seat can be removed and added again. */
const seatPriceKey = (
  { showId, seatId, createdAt }: SeatImage,
  priceVersion: number,
): readonly [string, string, string, number] => [showId, seatId, createdAt, priceVersion];

/** Whether two prices are equal, so that nothing is announced. */
const isSamePrice = (a: Money | undefined, b: Money | undefined): boolean =>
  a?.amount === b?.amount && a?.currency === b?.currency;

/** The fields that a processed price change leaves on a show or a seat. */
type Stamped = Pick<
  ShowImage,
  'previousPrice' | 'discountPercentage' | 'isDiscounted' | 'lastPriceChangeAt' | 'stampedVersion'
>;

/**
 * The stamp that a write added for another version of the price, or undefined without one.
 *
 * @throws StreamError UNREADABLE_RECORD if the stamp is incomplete.
 */
function findNewStamp(before: Stamped, after: Stamped) {
  const { stampedVersion, previousPrice, isDiscounted, lastPriceChangeAt } = after;
  if (stampedVersion === undefined || stampedVersion === before.stampedVersion) return undefined;
  if (
    previousPrice === undefined ||
    isDiscounted === undefined ||
    lastPriceChangeAt === undefined
  ) {
    throw new StreamError('UNREADABLE_RECORD', 'The stamp of a price change is incomplete');
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
