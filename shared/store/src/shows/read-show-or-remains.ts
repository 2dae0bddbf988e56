import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { ShowRecord } from './show-record.ts';

/**
 * A show, or what is left of one that is being removed (it has `removedAt`). Undefined when there is
 * nothing. Consistent: 1 read unit; else 0.5, and a write of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShowOrRemains(
  store: Store<'shows'>,
  showId: string,
  { consistent }: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
  // What begins so is no show.
  if (showId.startsWith('#')) return undefined;
  const { Item } = await send(
    'read the show',
    store.documents.send(
      new GetCommand({
        TableName: store.tables.shows,
        Key: { showId },
        ConsistentRead: consistent,
      }),
    ),
  );
  return Item === undefined ? undefined : readRecord(ShowRecord, Item, 'the show');
}
