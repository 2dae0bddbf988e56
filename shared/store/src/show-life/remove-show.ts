import { randomUUID } from 'node:crypto';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { shardKeys } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { removeSeats } from '../seats/remove-seats.ts';
import { readShowOrRemoved, type ShowRecord } from '../shows/show-record.ts';
import { changeShowItem } from '../shows/update-show.ts';
import { type TransactionAction, transact } from '../transact.ts';

type Removal =
  | 'removed'
  /** A ticket of it is sold. */
  | 'has-sales'
  | 'no-such-show'
  /** Somebody else was at work on it: try again. */
  | 'conflict';

type Request = { readonly at: string; readonly correlationId: string };

/**
 * Removes a show that has sold nothing. One transaction takes its stock away, shard by shard on the
 * condition that nothing is sold of it, and it out of the lists: from then on it is there for nobody.
 * Then its seats go, then the rest. After an interruption the next call finishes the work.
 *
 *     stock gone and removedAt set ── a sale in flight: its shard is missing ✗ ── seats ── the show
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the show may then be removed, in part.
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
    // The keys of both indexes.
    removes: ['startMonth', 'startKey'],
    at,
    correlationId,
  });
  const stock = shardKeys(show).map((key) => removeUnsold(store, key));
  const outcome = await transact(store, 'remove the show', [mark, ...stock], randomUUID());
  if (outcome.kind === 'committed') return undefined;
  const [ofShow, ...ofStock] = outcome.reasons;
  // Without its stock it may be that another request has removed it just now.
  if (ofShow !== 'none' || ofStock.includes('conflict')) return 'conflict';
  return 'has-sales';
}

const removeUnsold = (store: Store<'stock'>, key: string): TransactionAction => ({
  Delete: {
    TableName: store.tables.stock,
    Key: { bucketKey: key },
    ConditionExpression: 'sold = :none',
    ExpressionAttributeValues: { ':none': 0 },
  },
});
