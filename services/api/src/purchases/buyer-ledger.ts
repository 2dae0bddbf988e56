import type { BuyerLedger } from '@willcall/contracts';
import { keepsLedger } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import {
  type LedgerRecord,
  listPurchases,
  type PurchaseRecord,
  readLedger,
  type Store,
} from '@willcall/store';
import { findShow } from '../shows/show-resource.ts';

/**
 * `GET /users/{userId}/shows/{showId}`: the tickets that a buyer holds for a show, and the buyer's latest
 * decided purchase. Reads the ledger if the show keeps one (1 read unit), else the buyer's purchases.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const getBuyerLedger =
  (store: Store<'shows' | 'purchases'>): Handler<'getBuyerLedger'> =>
  async ({ path: { userId, showId } }) => {
    const entries = keepsLedger(await findShow(store, showId))
      ? recordedLedger(await readLedger(store, userId, showId))
      : computedLedger(await listReadable(store, userId, showId), showId);
    return { userId, showId, ...entries };
  };

/**
 * The purchases of a buyer, all of which count for the show or belong to another one.
 *
 * @throws UnreadableRecord of a purchase that may be for this show.
 */
async function listReadable(
  store: Store<'purchases'>,
  userId: string,
  showId: string,
): Promise<readonly PurchaseRecord[]> {
  const { records, unreadable } = await listPurchases(store, userId);
  const ofShow = unreadable.find((record) => (record.showId ?? showId) === showId);
  if (ofShow !== undefined) throw ofShow;
  return records;
}

type LedgerEntries = Pick<BuyerLedger, 'tickets' | 'lastPurchase'>;

/** Entries from the stored ledger. It does not exist before the buyer's first decision. */
export const recordedLedger = (ledger: LedgerRecord | undefined): LedgerEntries =>
  ledger === undefined
    ? { tickets: 0 }
    : {
        tickets: ledger.tickets,
        lastPurchase: {
          purchaseId: ledger.lastPurchaseId,
          status: ledger.lastStatus,
          requestedAt: ledger.lastRequestedAt,
          decidedAt: ledger.lastDecidedAt,
        },
      };

/**
 * The same entries, computed from all purchases of a buyer. Erased purchases count: they lose personal
 * data and keep their tickets. A purchase cancelled before its decision has no known show.
 */
export function computedLedger(
  purchases: readonly PurchaseRecord[],
  showId: string,
): LedgerEntries {
  const ofShow = purchases.filter((purchase) => purchase.showId === showId);
  const tickets = ofShow.reduce(
    (sum, { status, quantity = 0 }) => sum + (status === 'CONFIRMED' ? quantity : 0),
    0,
  );
  const last = ofShow.toSorted(lastDecidedFirst).at(0);
  if (last === undefined) return { tickets };
  const { purchaseId, status, requestedAt, decidedAt } = last;
  return { tickets, lastPurchase: { purchaseId, status, requestedAt, decidedAt } };
}

/** Purchases of one batch share a decision time and are decided in the order of their requests. */
const lastDecidedFirst = (a: PurchaseRecord, b: PurchaseRecord): number =>
  Date.parse(b.decidedAt) - Date.parse(a.decidedAt) ||
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt);
