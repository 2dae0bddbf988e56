import type { ConfirmedPurchase } from '../purchases/purchase-record.ts';
import { purchaseRef } from '../reminders/reminder-keys.ts';
import { seatKey } from '../seats/seat-keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/** The part of a return that frees the seats, each of which this purchase holds; none without reserved seating. */
export const freeSeats = (
  { tables }: Store<'seats'>,
  { userId, recordKey, seats = [] }: ConfirmedPurchase,
  show: ShowRecord,
): TransactionAction[] =>
  seats.map((seatId) => ({
    Update: {
      TableName: tables.seats,
      Key: seatKey(show, seatId),
      UpdateExpression: 'REMOVE heldBy',
      ConditionExpression: 'heldBy = :mine',
      ExpressionAttributeValues: { ':mine': purchaseRef(userId, recordKey) },
    },
  }));
