import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { ShowRecord } from './show-record.ts';

/**
 * A show, or undefined when there is none. Consistent: 1 read unit; else 0.5, and a write of the last
 * second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShow(
  store: Store<'shows'>,
  showId: string,
  { consistent }: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
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
  if (Item === undefined) return undefined;
  const show = readRecord(ShowRecord, Item, 'the show');
  return show.removedAt === undefined ? show : undefined;
}
