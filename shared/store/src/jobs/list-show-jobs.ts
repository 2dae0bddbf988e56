import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { JOBS_PARTITION, type ShowJob, ShowJobRecord } from './show-job.ts';

/**
 * The open jobs, the oldest change first: 0.5 read units while there are none. An index tells of them,
 * so a change of the last second may be missing: its job is seen the next time, and a job that was
 * started over since refuses to have its position saved.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listShowJobs(store: Store<'shows'>): Promise<ShowJob[]> {
  const items = await send('list the jobs', itemsOf(store));
  return items.map((item) => {
    const { jobShowId: showId, ...job } = readRecord(ShowJobRecord, item, 'a job');
    return { ...job, showId };
  });
}

async function itemsOf(store: Store<'shows'>): Promise<unknown[]> {
  const pages = paginateQuery(
    { client: store.documents },
    {
      TableName: store.tables.shows,
      IndexName: 'by-start',
      KeyConditionExpression: 'startMonth = :jobs',
      ExpressionAttributeValues: { ':jobs': JOBS_PARTITION },
    },
  );
  const items: unknown[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
