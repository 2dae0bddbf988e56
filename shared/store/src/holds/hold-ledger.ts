import { ledgerKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { LedgerRecord } from '../purchases/ledger.ts';
import type { ExpiredPurchase, HeldPurchase } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { TransactionAction } from '../write-items.ts';

/**
 * Creates the action that ends the open hold of a buyer. If the held purchase is also the last decided one in the
 * ledger, its status there changes. The ledger is read first to distinguish the two cases, so the condition checks
 * that it still holds.
 *
 *     CONFIRMED   no open hold
 *     EXPIRED     no open hold, tickets − n, expired holds + 1
 *     CANCELLED   no open hold, tickets − n
 *
 * @param ledger as read. A buyer without one cannot end a hold: the condition fails.
 */
export function endHoldInLedger(
  { tables }: Store<'purchases'>,
  { userId, purchaseId, showId, quantity }: HeldPurchase,
  ledger: LedgerRecord | undefined,
  status: 'CONFIRMED' | 'EXPIRED' | 'CANCELLED',
): TransactionAction {
  const isLast = ledger?.lastPurchaseId === purchaseId;
  const isReleased = status !== 'CONFIRMED';
  const isExpired = status === 'EXPIRED';
  const sets = [
    ...(isLast ? ['lastStatus = :status'] : []),
    ...(isReleased ? ['tickets = tickets - :tickets'] : []),
    ...(isExpired ? ['expiredHolds = if_not_exists(expiredHolds, :none) + :one'] : []),
  ];
  const conditions = [
    'openHold = :purchase',
    isLast ? 'lastPurchaseId = :purchase' : 'lastPurchaseId <> :purchase',
    ...(isReleased ? ['tickets >= :tickets'] : []),
  ];
  return {
    Update: {
      TableName: tables.purchases,
      Key: { userId, recordKey: ledgerKey(showId) },
      UpdateExpression: `${sets.length === 0 ? '' : `SET ${sets.join(', ')} `}REMOVE openHold`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeValues: {
        ':purchase': purchaseId,
        ...(isLast ? { ':status': status } : {}),
        ...(isReleased ? { ':tickets': quantity } : {}),
        ...(isExpired ? { ':none': 0, ':one': 1 } : {}),
      },
    },
  };
}

/**
 * Creates the action that counts the tickets of an expired purchase that was paid late, if the limit allows them.
 *
 * @param ledger as read.
 */
export function addLateSaleToLedger(
  { tables }: Store<'purchases'>,
  { maxTicketsPerBuyer }: Pick<ShowRecord, 'maxTicketsPerBuyer'>,
  { userId, purchaseId, showId, quantity }: ExpiredPurchase,
  ledger: LedgerRecord | undefined,
): TransactionAction {
  const isLast = ledger?.lastPurchaseId === purchaseId;
  const isLimited = maxTicketsPerBuyer !== undefined;
  const conditions = [
    'expiredHolds >= :one',
    isLast ? 'lastPurchaseId = :purchase' : 'lastPurchaseId <> :purchase',
    ...(isLimited ? ['tickets <= :most'] : []),
  ];
  return {
    Update: {
      TableName: tables.purchases,
      Key: { userId, recordKey: ledgerKey(showId) },
      UpdateExpression: [
        'SET tickets = tickets + :tickets, expiredHolds = expiredHolds - :one',
        ...(isLast ? ['lastStatus = :confirmed'] : []),
      ].join(', '),
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeValues: {
        ':purchase': purchaseId,
        ':tickets': quantity,
        ':one': 1,
        ...(isLast ? { ':confirmed': 'CONFIRMED' } : {}),
        ...(isLimited ? { ':most': maxTicketsPerBuyer - quantity } : {}),
      },
    },
  };
}
