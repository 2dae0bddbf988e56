import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { decidedStatuses, Instant } from '@willcall/contracts';
import { keepsLedger, MAX_EXPIRED_HOLDS } from '@willcall/domain';
import * as z from 'zod/mini';
import type { UnreadableRecord } from '../errors.ts';
import { ledgerKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readItem, readItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { TransactionAction } from '../write-items.ts';
import type { ConfirmedPurchase, HeldPurchase, PurchaseRecord } from './purchase-record.ts';

/**
 * The ledger of a buyer for a show that limits its buyers: the number of tickets, the last decided
 * purchase, and the holds. Every transaction that holds or sells tickets for the buyer, or returns them,
 * updates it.
 */
const LedgerContent = z.object({
  userId: z.string(),
  /** `S#` and the show id. */
  recordKey: z.string(),
  showId: z.string(),
  /** Tickets in held and confirmed purchases. */
  tickets: z.int().check(z.gte(0)),
  /** The id of the one held purchase. */
  openHold: z.optional(z.string()),
  /** Holds that were not paid in time, and were not paid late either. */
  expiredHolds: z._default(z.int().check(z.gte(0)), 0),
  lastPurchaseId: z.string(),
  lastStatus: z.enum(decidedStatuses),
  lastRequestedAt: Instant,
  lastDecidedAt: Instant,
});

/** A ledger under another show's key would count the tickets of that show against the wrong limit. */
export const LedgerRecord = LedgerContent.check(
  z.refine(({ recordKey, showId }) => recordKey === ledgerKey(showId), { path: ['showId'] }),
);
export type LedgerRecord = z.infer<typeof LedgerRecord>;

export const ledgerKind = {
  table: 'purchases',
  schema: LedgerRecord,
  what: "the buyer's ledger",
} as const;

/**
 * Reads the ledger of a buyer for a show, consistently: 1 read unit. Undefined if the show keeps no
 * ledgers or none of the buyer's purchases is decided yet.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export function readLedger(
  store: Store<'purchases'>,
  userId: string,
  showId: string,
): Promise<LedgerRecord | undefined> {
  return readItem(store, ledgerKind, {
    key: { userId, recordKey: ledgerKey(showId) },
    consistent: true,
  });
}

/** Ledgers by user id, and the errors of those that cannot be read. */
export type Ledgers = {
  readonly ledgers: ReadonlyMap<string, LedgerRecord>;
  readonly unreadable: ReadonlyMap<string, UnreadableRecord>;
};

/**
 * Reads the ledgers of several buyers for a show, consistently: 1 read unit each. Buyers without a
 * ledger are left out.
 *
 * @param userIds distinct user ids.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readLedgers(
  store: Store<'purchases'>,
  showId: string,
  userIds: readonly string[],
): Promise<Ledgers> {
  const recordKey = ledgerKey(showId);
  const { records, unreadable } = await readItems(
    store,
    ledgerKind,
    userIds.map((userId) => ({ userId, recordKey })),
  );
  return {
    ledgers: new Map(records.map((ledger) => [ledger.userId, ledger])),
    unreadable: new Map(unreadable.map((error) => [error.key.userId, error])),
  };
}

/**
 * Creates the update that records a decision in the buyer's ledger as the last one, and adds
 * tickets.
 */
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
 * Records a refusal in the buyer's ledger, unless it already holds a later decision: 1 write unit.
 * Repeating the call changes nothing, so a worker that finds a refused purchase can complete it.
 *
 * @throws StoreError STORE_UNAVAILABLE: the ledger may have been updated.
 */
export async function addRefusalToLedger(
  store: Store<'purchases'>,
  showId: string,
  refusal: PurchaseRecord,
): Promise<void> {
  await sendConditional(
    "record the refusal in the buyer's ledger",
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
 * Creates the actions that add a sale to the ledgers of its buyers, one for each buyer. Empty if
 * the show keeps no ledgers.
 *
 *     limit 4, holds 3 ── sells 2: tickets ≤ 4 − 2 ✗ ── cancels 1 ── sells 2 ✓ holds 4
 *     requested at 1 ── another is decided at 2 ── sells: last decided ≤ 1 ✗       (one purchase at a time)
 *     holds one purchase ── another is held: no open hold ✗ ── it expires ── another is held ✓
 *
 * @param purchases none of which exceeds the limit on its own. At most one of each buyer is held.
 */
export function addSaleToLedgers(
  { tables }: Store<'purchases'>,
  show: ShowRecord,
  purchases: readonly (ConfirmedPurchase | HeldPurchase)[],
): TransactionAction[] {
  if (!keepsLedger(show)) return [];
  return [...Map.groupBy(purchases, ({ userId }) => userId)].flatMap(([userId, ofBuyer]) => {
    const last = ofBuyer.at(-1);
    if (last === undefined) return [];
    const tickets = ofBuyer.reduce((sum, { quantity }) => sum + quantity, 0);
    const { conditions, values } = createLimitConditions(show, ofBuyer, tickets);
    const entry = createEntry(show.showId, last, tickets);
    const held = ofBuyer.find((purchase): purchase is HeldPurchase => purchase.status === 'HELD');
    const hold = held === undefined ? noHold : createHoldEntry(held);
    const all = [...conditions, ...hold.conditions];
    return [
      {
        Update: {
          TableName: tables.purchases,
          Key: { userId, recordKey: ledgerKey(show.showId) },
          UpdateExpression: [entry.UpdateExpression, ...hold.sets].join(', '),
          ...(all.length === 0 ? {} : { ConditionExpression: all.join(' AND ') }),
          ExpressionAttributeValues: {
            ...entry.ExpressionAttributeValues,
            ...values,
            ...hold.values,
          },
        },
      },
    ];
  });
}

const noHold = { sets: [], conditions: [], values: {} };

/** Creates the part of a ledger's update that opens a hold, if the buyer may have it. */
const createHoldEntry = ({ purchaseId }: HeldPurchase) => ({
  sets: ['openHold = :hold'],
  conditions: [
    'attribute_not_exists(openHold)',
    '(attribute_not_exists(expiredHolds) OR expiredHolds < :mostExpired)',
  ],
  values: { ':hold': purchaseId, ':mostExpired': MAX_EXPIRED_HOLDS },
});

/** Creates the conditions that enforce the limits of the show. */
function createLimitConditions(
  { maxTicketsPerBuyer, onePurchaseAtATime }: ShowRecord,
  ofBuyer: readonly Pick<PurchaseRecord, 'requestedAt'>[],
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

/** With milliseconds, so that it compares as text with the timestamps of `clock`. */
const findEarliestRequest = (purchases: readonly Pick<PurchaseRecord, 'requestedAt'>[]): string =>
  new Date(Math.min(...purchases.map(({ requestedAt }) => Date.parse(requestedAt)))).toISOString();

/** What a return takes from the ledger of a buyer. */
type LedgerReturn = {
  readonly action: TransactionAction;
  /** The purchases of the buyer that are returned. */
  readonly purchases: readonly ConfirmedPurchase[];
};

/**
 * Creates the actions that remove returned tickets from the ledgers of their buyers, one for each buyer. If
 * the last decided purchase in a ledger is returned, its status becomes CANCELLED. The ledgers are read
 * first to distinguish the two cases, so the condition checks that it still holds.
 *
 * @param ledgers as read, by user id. A buyer without one cannot return anything: the condition fails.
 */
export const removeFromLedgers = (
  { tables }: Store<'purchases'>,
  { showId }: Pick<ShowRecord, 'showId'>,
  purchases: readonly ConfirmedPurchase[],
  ledgers: ReadonlyMap<string, LedgerRecord>,
): LedgerReturn[] =>
  [...Map.groupBy(purchases, ({ userId }) => userId)].map(([userId, ofBuyer]) => {
    const lastPurchaseId = ledgers.get(userId)?.lastPurchaseId;
    const isLast = ofBuyer.some(({ purchaseId }) => purchaseId === lastPurchaseId);
    const ids = Object.fromEntries(
      isLast
        ? [[':last', lastPurchaseId]]
        : ofBuyer.map(({ purchaseId }, index) => [`:returned${index}`, purchaseId]),
    );
    const hasLast = isLast
      ? 'lastPurchaseId = :last'
      : `NOT lastPurchaseId IN (${Object.keys(ids).join(', ')})`;
    return {
      purchases: ofBuyer,
      action: {
        Update: {
          TableName: tables.purchases,
          Key: { userId, recordKey: ledgerKey(showId) },
          UpdateExpression: `SET tickets = tickets - :tickets${isLast ? ', lastStatus = :cancelled' : ''}`,
          ConditionExpression: `tickets >= :tickets AND ${hasLast}`,
          ExpressionAttributeValues: {
            ':tickets': ofBuyer.reduce((sum, { quantity }) => sum + quantity, 0),
            ...ids,
            ...(isLast ? { ':cancelled': 'CANCELLED' } : {}),
          },
        },
      },
    };
  });
