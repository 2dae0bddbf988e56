import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Money } from '@willcall/contracts';
import { type ShardedShow, seatKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readRecord } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type PriceStamp, stampUpdate } from '../shows/stamp-price-change.ts';
import { type SeatRecord, seatKind } from './seat-record.ts';

type SeatPriceChange = {
  /** In the show's currency. */
  readonly price: Money;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Sets the price of a free seat, if the seat is unchanged since it was read, and counts the change.
 * The replaced price, the seat's own or the show's, stays on the record for the event that the
 * stream publishes.
 *
 *     read price p ── another request sets q ── change(p → r) ✗ refused: read again, q → r is the change
 *     read free ── sold at p ── change(p → r) ✗ refused: read again, it is sold
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the price may have changed.
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
      // A price may return to an earlier value. The version distinguishes the two.
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
 * Stamps a price change on a seat, once, while the seat still has the price of that change. The
 * seat may be free or sold. It never creates a seat.
 *
 *     price 1 ── seat removed ── created again, price 1 ── stamp of the first ✗ (older than the seat)
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the stamp may have been written.
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
      // Both times come from the clock of the API in the same format, so they compare as text.
      ConditionExpression: `(${update.ConditionExpression}) AND createdAt <= :changedAt`,
    },
  );
}

/**
 * The updated seat, or why it was not updated: the condition failed, or the seat does not exist.
 */
type UpdatedSeat = SeatRecord | 'refused' | 'no-such-seat';

/** Updates an existing seat under a condition: 1 write unit. */
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
  if (write.kind === 'written') return readRecord(store, seatKind, write.reply.Attributes ?? {});
  return write.item === undefined ? 'no-such-seat' : 'refused';
}
