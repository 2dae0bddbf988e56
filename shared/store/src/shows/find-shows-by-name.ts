import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { ShowRecord } from './show-record.ts';

/** Before every start: a key must not be empty, and a start begins with a digit. */
const EVER = '0';

/**
 * The shows of exactly this name that begin at `from` (ISO 8601, with milliseconds) or later, by start;
 * all of them when it is left out. A query of the by-name index: a show of the last second may be
 * missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function findShowsByName(
  store: Store<'shows'>,
  name: string,
  from: string = EVER,
): Promise<ShowRecord[]> {
  const items = await send('find shows by their name', itemsOf(store, name, from));
  return items.map((item) => readRecord(ShowRecord, item, 'a show'));
}

async function itemsOf(store: Store<'shows'>, name: string, from: string): Promise<unknown[]> {
  const pages = paginateQuery(
    { client: store.documents },
    {
      TableName: store.tables.shows,
      IndexName: 'by-name',
      // The key is the start and the show's id: longer, so greater, than the start alone.
      KeyConditionExpression: '#name = :name AND startKey >= :from',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': name, ':from': from },
    },
  );
  const items: unknown[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
