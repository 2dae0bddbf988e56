import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { TITLES_PARTITION } from './title-keys.ts';

const Titles = z.array(z.object({ title: z.string() }));

/**
 * Names that shows have or had, in their order, after a name: at most `limit`. One query of the
 * by-start index; a title of the last second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listTitles(
  store: Store<'shows'>,
  limit: number,
  after?: string,
): Promise<string[]> {
  const isAfter = after === undefined ? '' : ' AND startKey > :after';
  const { Items = [] } = await send(
    'list titles',
    store.documents.send(
      new QueryCommand({
        TableName: store.tables.shows,
        IndexName: 'by-start',
        KeyConditionExpression: `startMonth = :titles${isAfter}`,
        ExpressionAttributeValues: {
          ':titles': TITLES_PARTITION,
          ...(after === undefined ? {} : { ':after': after }),
        },
        Limit: limit,
      }),
    ),
  );
  return readRecord(Titles, Items, 'a title').map(({ title }) => title);
}
