import type { SeatResource } from '@willcall/contracts';
import type { SeatRecord, ShowRecord } from '@willcall/store';

/** A seat as anybody may see it: named field by field, so that who holds it can never be among them. */
export const seatResource = (
  show: Pick<ShowRecord, 'price'>,
  {
    seatId,
    heldBy,
    price = show.price,
    previousPrice,
    discountPercentage,
    isDiscounted,
    lastPriceChangeAt,
  }: SeatRecord,
): SeatResource => ({
  seatId,
  state: heldBy === undefined ? 'FREE' : 'SOLD',
  price,
  ...(previousPrice === undefined ? {} : { previousPrice }),
  ...(discountPercentage === undefined ? {} : { discountPercentage }),
  ...(isDiscounted === undefined ? {} : { isDiscounted }),
  ...(lastPriceChangeAt === undefined ? {} : { lastPriceChangeAt }),
});
