import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { settlementKey, shardKeys, summaryKey } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { getItem } from '../read-items.ts';
import { removeSeats } from '../seats/remove-seats.ts';
import { readShowOrRemoved, type ShowRecord } from '../shows/show-record.ts';
import { planLeavingTitle } from '../shows/titles.ts';
import { changeShowItem, createUnchangedCondition } from '../shows/update-show.ts';
import { listUnsettled, settlementKind } from '../stock/settlement.ts';
import { type TransactionAction, transact } from '../write-items.ts';

type Removal =
  | 'removed'
  /** At least one ticket is held or sold. */
  | 'has-sales'
  | 'no-such-show'
  /** Another request was changing the show. Try again. */
  | 'conflict';

type Request = { readonly at: string; readonly correlationId: string };

/**
 * Removes a show without sales. One transaction deletes its stock, shard by shard on the condition
 * that nothing is held or sold, and takes the show out of the lists and its title. From then on, reads do not return the
 * show. Its seats are deleted next, then the show itself. After an interruption, the next call
 * finishes the removal.
 *
 *     stock deleted, removedAt set ── a sale in flight: its shard is missing ✗ ── seats ── the show
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may be partly removed.
 */
export async function removeShow(
  store: Store<'shows' | 'stock' | 'seats'>,
  showId: string,
  request: Request,
): Promise<Removal> {
  const show = await readShowOrRemoved(store, showId, { consistent: true });
  if (show === undefined) return 'no-such-show';
  if (show.removedAt === undefined) {
    const refused = await removeStockAndListing(store, show, request);
    if (refused !== undefined) return refused;
  }
  if (show.seating === 'RESERVED') await removeSeats(store, show);
  await send(
    'remove the show',
    store.documents.send(new DeleteCommand({ TableName: store.tables.shows, Key: { showId } })),
  );
  return 'removed';
}

async function removeStockAndListing(
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
  { at, correlationId }: Request,
): Promise<Removal | undefined> {
  const mark = changeShowItem(store, show.showId, {
    sets: { removedAt: at },
    // The title that it leaves.
    where: createUnchangedCondition({ name: show.name }),
    // The keys of both indexes.
    removes: ['startMonth', 'startKey'],
    at,
    correlationId,
  });
  const listing = [
    mark,
    ...(await planLeavingTitle(store, show)),
    await planLeavingTotals(store, show, at),
  ];
  const stock = shardKeys(show).map((key) => removeUnsold(store, key));
  const summary = { Delete: { TableName: store.tables.stock, Key: summaryKey(show.showId) } };
  const actions = [...listing, ...stock, summary];
  const outcome = await transact(store, 'remove the show', actions, randomUUID());
  if (outcome.kind === 'committed') return undefined;
  const ofListing = outcome.reasons.slice(0, listing.length);
  const ofStock = outcome.reasons.slice(listing.length);
  // If the stock is gone, another request may have just removed the show.
  const isListed = ofListing.every((reason) => reason === 'none');
  if (!isListed || ofStock.includes('conflict')) return 'conflict';
  return 'has-sales';
}

/**
 * Plans how a show leaves the totals of all shows. Its settlement is deleted, or, if a settling has counted the
 * show, becomes due: the next settling finds no show, and counts nothing of it. 1 read unit.
 */
async function planLeavingTotals(
  store: Store<'shows'>,
  show: ShowRecord,
  at: string,
): Promise<TransactionAction> {
  const key = settlementKey(show.showId);
  const item = await getItem(store, settlementKind, { key, consistent: true });
  if (item?.counted !== undefined) return listUnsettled(store, show, Date.parse(at));
  return {
    Delete: {
      TableName: store.tables.shows,
      Key: key,
      ConditionExpression: 'attribute_not_exists(counted)',
    },
  };
}

const removeUnsold = (store: Store<'stock'>, key: string): TransactionAction => ({
  Delete: {
    TableName: store.tables.stock,
    Key: { bucketKey: key },
    ConditionExpression: 'sold = :none AND (attribute_not_exists(held) OR held = :none)',
    ExpressionAttributeValues: { ':none': 0 },
  },
});
