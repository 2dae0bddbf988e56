import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Money } from '@willcall/contracts';
import { type ShardedShow, seatKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readRecord } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type PriceStamp, stampUpdate } from '../shows/stamp-price-change.ts';
import { SeatRecord } from './seat-record.ts';

type SeatPriceChange = {
  /** In the show's currency. */
  readonly price: Money;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Gives a free seat a price of its own, if it is still as it was seen, and counts the change. What the
 * new price takes the place of stays on the record, for the stream to tell: its own, or the show's.
 *
 *     read price p ── another request sets q ── change(p → r) ✗ refused: read again, q → r is the change
 *     read free ── sold at p ── change(p → r) ✗ refused: read again, it is sold
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export function changeSeatPrice(
  store: Store<'seats'>,
  show: Pick<ShowRecord, 'showId' | 'buckets' | 'name' | 'price'>,
  seen: Pick<SeatRecord, 'seatId' | 'price' | 'priceVersion'>,
  { price, at, correlationId }: SeatPriceChange,
): Promise<UpdatedSeat> {
  const isFree = 'attribute_not_exists(heldBy)';
  const isAsSeen = seen.price === undefined ? 'attribute_not_exists(price)' : 'price = :seen';
  return updateSeat(
    store,
    'change the price of the seat',
    { show, seatId: seen.seatId },
    {
      UpdateExpression:
        'SET price = :price, priceVersion = :next, replacedPrice = :replaced, showName = :name, updatedAt = :at, correlationId = :request',
      // A price may come back to what it was: the version tells the two apart.
      ConditionExpression: `${isFree} AND ${isAsSeen} AND priceVersion = :version`,
      ExpressionAttributeValues: {
        ':price': price,
        ':version': seen.priceVersion,
        ':next': seen.priceVersion + 1,
        ':replaced': seen.price ?? show.price,
        ':name': show.name,
        ':at': at,
        ':request': correlationId,
        ...(seen.price === undefined ? {} : { ':seen': seen.price }),
      },
    },
  );
}

/**
 * Stamps a change of a seat's own price on the seat while the price is still the one of that change,
 * once, free or sold by now. It makes no seat.
 *
 *     price 1 ── seat removed ── made again, price 1 ── stamp of the first ✗ (older than the seat)
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the stamp may then be made.
 */
export function stampSeatPriceChange(
  store: Store<'seats'>,
  show: ShardedShow,
  { seatId, ...stamp }: PriceStamp & { readonly seatId: string },
): Promise<UpdatedSeat> {
  const update = stampUpdate(stamp);
  return updateSeat(
    store,
    'stamp the price change of the seat',
    { show, seatId },
    {
      ...update,
      // Both times are of the API's clock, in one spelling, and compare as text.
      ConditionExpression: `(${update.ConditionExpression}) AND createdAt <= :changedAt`,
    },
  );
}

/** A seat after its update, or what kept it from being made: the condition, or that there is no seat. */
type UpdatedSeat = SeatRecord | 'refused' | 'no-such-seat';

/** Updates a seat that exists, under a condition: 1 write unit. */
async function updateSeat(
  store: Store<'seats'>,
  what: string,
  { show, seatId }: { readonly show: ShardedShow; readonly seatId: string },
  update: Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
  >,
): Promise<UpdatedSeat> {
  const write = await sendConditional(
    what,
    store.documents.send(
      new UpdateCommand({
        ...update,
        TableName: store.tables.seats,
        Key: seatKey(show, seatId),
        ConditionExpression: `attribute_exists(seatId) AND (${update.ConditionExpression})`,
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (write.kind === 'written') return readRecord(SeatRecord, write.reply.Attributes, 'the seat');
  return write.item === undefined ? 'no-such-seat' : 'refused';
}
