import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Instant } from '@willcall/contracts';
import { keepsLedger } from '@willcall/domain';
import * as z from 'zod';
import { ledgerKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readItem, readItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { TransactionAction } from '../transact.ts';
import type { ConfirmedPurchase, PurchaseRecord } from './purchase-record.ts';

/**
 * A buyer's ledger for a show that limits its buyers: what they hold, and their purchase that was
 * decided last. It takes part in every transaction that sells to them or takes back from them.
 */
export const LedgerRecord = z.object({
  userId: z.string(),
  /** `S#` and the show. */
  recordKey: z.string(),
  showId: z.string(),
  /** In confirmed purchases. */
  tickets: z.int().min(0),
  lastPurchaseId: z.string(),
  lastStatus: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  lastRequestedAt: Instant,
  lastDecidedAt: Instant,
});
export type LedgerRecord = z.infer<typeof LedgerRecord>;

/**
 * A buyer's ledger for a show, read consistently: 1 read unit. Undefined when the show keeps none, or
 * none of the buyer's purchases was decided yet.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export function readLedger(
  store: Store<'purchases'>,
  userId: string,
  showId: string,
): Promise<LedgerRecord | undefined> {
  return readItem(store, {
    table: store.tables.purchases,
    key: { userId, recordKey: ledgerKey(showId) },
    consistent: true,
    schema: LedgerRecord,
    what: "the buyer's ledger",
  });
}

/**
 * The ledgers of some buyers for a show, read consistently: 1 read unit each. A buyer without one is
 * not in the answer.
 *
 * @param userIds each named once.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readLedgers(
  store: Store<'purchases'>,
  showId: string,
  userIds: readonly string[],
): Promise<Map<string, LedgerRecord>> {
  const ledgers = await readItems(store, {
    table: store.tables.purchases,
    keys: userIds.map((userId) => ({ userId, recordKey: ledgerKey(showId) })),
    schema: LedgerRecord,
    what: "buyers' ledgers",
  });
  return new Map(ledgers.map((ledger) => [ledger.userId, ledger]));
}

/** The update that enters a decision into its buyer's ledger as the last one, with so many tickets more. */
const createEntry = (
  showId: string,
  { purchaseId, status, requestedAt, decidedAt }: PurchaseRecord,
  tickets: number,
) => ({
  UpdateExpression: [
    'SET showId = :show, tickets = if_not_exists(tickets, :none) + :tickets',
    'lastPurchaseId = :purchase, lastStatus = :status',
    'lastRequestedAt = :requestedAt, lastDecidedAt = :decidedAt',
  ].join(', '),
  ExpressionAttributeValues: {
    ':show': showId,
    ':none': 0,
    ':tickets': tickets,
    ':purchase': purchaseId,
    ':status': status,
    ':requestedAt': requestedAt,
    ':decidedAt': decidedAt,
  },
});

/**
 * Enters a recorded refusal into its buyer's ledger, unless a later decision stands there: 1 write unit.
 * Repeating it changes nothing, so that whoever finds a purchase refused before may complete it.
 *
 * @throws StoreError STORE_UNAVAILABLE; it may then be entered.
 */
export async function addRefusalToLedger(
  store: Store<'purchases'>,
  showId: string,
  refusal: PurchaseRecord,
): Promise<void> {
  await sendConditional(
    "enter the refusal into the buyer's ledger",
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId: refusal.userId, recordKey: ledgerKey(showId) },
        ConditionExpression: 'attribute_not_exists(lastDecidedAt) OR lastDecidedAt < :decidedAt',
        ...createEntry(showId, refusal, 0),
      }),
    ),
  );
}

/**
 * The part of a sale that enters it into its buyers' ledgers, one entry for each buyer; none where the
 * show keeps no ledgers.
 *
 *     limit 4, holds 3 ── sells 2: tickets ≤ 4 − 2 ✗ ── cancels 1 ── sells 2 ✓ holds 4
 *     asked at 1 ── another is decided at 2 ── sells: last decided ≤ 1 ✗       (one purchase at a time)
 *
 * @param purchases none of which is for more than the limit.
 */
export function addSaleToLedgers(
  { tables }: Store<'purchases'>,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
): TransactionAction[] {
  if (!keepsLedger(show)) return [];
  return [...Map.groupBy(purchases, ({ userId }) => userId)].flatMap(([userId, ofBuyer]) => {
    const last = ofBuyer.at(-1);
    if (last === undefined) return [];
    const tickets = ofBuyer.reduce((sum, { quantity }) => sum + quantity, 0);
    const { conditions, values } = createLimitConditions(show, ofBuyer, tickets);
    const entry = createEntry(show.showId, last, tickets);
    return [
      {
        Update: {
          TableName: tables.purchases,
          Key: { userId, recordKey: ledgerKey(show.showId) },
          ...entry,
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeValues: { ...entry.ExpressionAttributeValues, ...values },
        },
      },
    ];
  });
}

/** The conditions by which a show limits its buyers. */
function createLimitConditions(
  { maxTicketsPerBuyer, onePurchaseAtATime }: ShowRecord,
  ofBuyer: readonly ConfirmedPurchase[],
  tickets: number,
) {
  const hasRoom = '(attribute_not_exists(tickets) OR tickets <= :most)';
  const isNextInTurn = '(attribute_not_exists(lastDecidedAt) OR lastDecidedAt <= :askedAt)';
  const conditions: string[] = [];
  const values: Record<string, unknown> = {};
  if (maxTicketsPerBuyer !== undefined) {
    conditions.push(hasRoom);
    values[':most'] = maxTicketsPerBuyer - tickets;
  }
  if (onePurchaseAtATime === true) {
    conditions.push(isNextInTurn);
    values[':askedAt'] = findEarliestRequest(ofBuyer);
  }
  return { conditions, values };
}

/** In one spelling, with milliseconds, so that it compares as text with what `clock` gave. */
const findEarliestRequest = (purchases: readonly ConfirmedPurchase[]): string =>
  new Date(Math.min(...purchases.map(({ requestedAt }) => Date.parse(requestedAt)))).toISOString();

/**
 * The part of a return that takes its tickets off the buyer's ledger; none where the show keeps none.
 * The ledger tells of the purchase that was decided last: when that is this one, it is said to be
 * cancelled. Which of the two cases it is was read before, so it is part of the condition.
 */
export async function removeFromLedger(
  store: Store<'purchases'>,
  { userId, purchaseId, quantity }: ConfirmedPurchase,
  show: ShowRecord,
): Promise<TransactionAction[]> {
  if (!keepsLedger(show)) return [];
  const ledger = await readLedger(store, userId, show.showId);
  const isLast = ledger?.lastPurchaseId === purchaseId;
  return [
    {
      Update: {
        TableName: store.tables.purchases,
        Key: { userId, recordKey: ledgerKey(show.showId) },
        UpdateExpression: `SET tickets = tickets - :tickets${isLast ? ', lastStatus = :cancelled' : ''}`,
        ConditionExpression: `tickets >= :tickets AND lastPurchaseId ${isLast ? '=' : '<>'} :mine`,
        ExpressionAttributeValues: {
          ':tickets': quantity,
          ':mine': purchaseId,
          ...(isLast ? { ':cancelled': 'CANCELLED' } : {}),
        },
      },
    },
  ];
}
