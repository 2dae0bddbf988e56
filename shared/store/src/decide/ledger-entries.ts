import { keepsLedger } from '@willcall/domain';
import { ledgerKey } from '../keys.ts';
import type { ConfirmedPurchase } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/**
 * The part of a sale that enters it into its buyers' ledgers, one entry for each buyer; none where the
 * show keeps no ledgers.
 *
 *     limit 4, holds 3 ── sells 2: tickets ≤ 4 − 2 ✗ ── cancels 1 ── sells 2 ✓ holds 4
 *
 * @param purchases none of which is for more than the limit.
 */
export function ledgerEntries(
  { tables }: Store<'purchases'>,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
): TransactionAction[] {
  if (!keepsLedger(show)) return [];
  return [...Map.groupBy(purchases, ({ userId }) => userId)].flatMap(([userId, ofBuyer]) => {
    const last = ofBuyer.at(-1);
    if (last === undefined) return [];
    const tickets = ofBuyer.reduce((sum, { quantity }) => sum + quantity, 0);
    const { conditions, values } = conditionsOf(show, ofBuyer, tickets);
    return [
      {
        Update: {
          TableName: tables.purchases,
          Key: { userId, recordKey: ledgerKey(show.showId) },
          UpdateExpression:
            'SET showId = :show, tickets = if_not_exists(tickets, :none) + :tickets, lastPurchaseId = :purchase, lastStatus = :status, lastRequestedAt = :requestedAt, lastDecidedAt = :decidedAt',
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeValues: {
            ':show': show.showId,
            ':none': 0,
            ':tickets': tickets,
            ':purchase': last.purchaseId,
            ':status': last.status,
            ':requestedAt': last.requestedAt,
            ':decidedAt': last.decidedAt,
            ...values,
          },
        },
      },
    ];
  });
}

function conditionsOf(
  { maxTicketsPerBuyer, onePurchaseAtATime }: ShowRecord,
  ofBuyer: readonly ConfirmedPurchase[],
  tickets: number,
) {
  const conditions: string[] = [];
  const values: Record<string, unknown> = {};
  if (maxTicketsPerBuyer !== undefined) {
    conditions.push('(attribute_not_exists(tickets) OR tickets <= :most)');
    values[':most'] = maxTicketsPerBuyer - tickets;
  }
  if (onePurchaseAtATime === true) {
    conditions.push('(attribute_not_exists(lastDecidedAt) OR lastDecidedAt <= :askedAt)');
    values[':askedAt'] = earliest(ofBuyer);
  }
  return { conditions, values };
}

/** In one spelling, with milliseconds, so that it compares as text with what `clock` gave. */
const earliest = (purchases: readonly ConfirmedPurchase[]): string =>
  new Date(Math.min(...purchases.map(({ requestedAt }) => Date.parse(requestedAt)))).toISOString();
