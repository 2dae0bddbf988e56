import type { EventDetail } from '@willcall/contracts';
import { StreamError } from '../errors.ts';
import type { SeatImage } from '../record/seat-image.ts';

type Told = Pick<
  EventDetail<'PriceChangeInitiated'>,
  'showId' | 'showName' | 'seatId' | 'newPrice' | 'occurredAt' | 'correlationId'
>;

/**
 * What every event of a seat's own price tells of the seat.
 *
 * @throws StreamError UNREADABLE_RECORD when the seat has no price of its own, or not its show's name.
 */
export function repricedSeat(after: SeatImage, recordedAt: string): Told {
  const { showId, showName, seatId, price, updatedAt, correlationId } = after;
  if (showName === undefined || price === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The price of a seat was changed in part');
  }
  const occurredAt = updatedAt ?? recordedAt;
  return { showId, showName, seatId, newPrice: price, occurredAt, correlationId };
}

/** What makes a change of a seat's price the only one: a seat may be removed, and made again. */
export const seatPriceKey = (
  { showId, seatId, createdAt }: SeatImage,
  priceVersion: number,
): readonly [string, string, string, number] => [showId, seatId, createdAt, priceVersion];
