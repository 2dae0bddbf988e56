import type { Money } from '@willcall/contracts';
import type { ConfirmedPurchase } from '../purchases/purchase-record.ts';
import { purchaseRef } from '../reminders/reminder-keys.ts';
import { seatKey } from '../seats/seat-keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/** The part of a sale that gives its purchases their seats: each was free, at the price that was read. */
export const takeSeats = (
  { tables }: Store<'seats'>,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
  prices?: ReadonlyMap<string, Money>,
): TransactionAction[] =>
  purchases.flatMap(({ userId, recordKey, seats = [] }) =>
    seats.map((seatId) => {
      const price = prices?.get(seatId);
      return {
        Update: {
          TableName: tables.seats,
          Key: seatKey(show, seatId),
          UpdateExpression: 'SET heldBy = :purchase',
          ConditionExpression: [
            'attribute_exists(seatId)',
            'attribute_not_exists(heldBy)',
            price === undefined ? 'attribute_not_exists(price)' : 'price = :price',
          ].join(' AND '),
          ExpressionAttributeValues: {
            ':purchase': purchaseRef(userId, recordKey),
            ...(price === undefined ? {} : { ':price': price }),
          },
        },
      };
    }),
  );
