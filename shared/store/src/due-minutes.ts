import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { parseReminderDueAt, toMinute } from '@willcall/domain';
import * as z from 'zod/mini';
import { DUE_MINUTES_PARTITION, dueMinuteKey } from './keys.ts';
import { type Store, send } from './open-store.ts';
import { getItem, queryPages, readRecords } from './read-items.ts';

/** A table whose items are due in a minute, and lists the minutes that have some. */
type DueTable = 'reminders' | 'due-payments';

/**
 * Seconds for which a minute stays listed after it. Longer than any outage of a sweep for which the
 * TTL of the reminders, a day, has not made up yet.
 */
const LISTED_SECONDS = 30 * 24 * 60 * 60;

/** Minutes that one process remembers. A minute that it has forgotten costs half a read unit. */
const MAX_REMEMBERED = 10_000;

/** The minutes that this process has listed, by connection. */
const remembered = new WeakMap<DynamoDBDocumentClient, Map<string, Promise<void>>>();

/**
 * Lists the minute of an item before the item is put, so that the sweep reads only minutes that have
 * some, whatever time it has to make up for:
 *
 *     list the minute ── put the item ✓ ── sweep: reads the list, then the items
 *     list the minute ── ✗ crash ── sweep: reads a minute without items
 *
 * The first item of a minute costs 1 write unit more. Each process looks a minute up once, for 0.5
 * read units, and then remembers it.
 *
 * @param dueKey the partition of the item, such as `2031-05-31T20:00#7`.
 * @throws StoreError STORE_UNAVAILABLE: the minute may be listed. Do not put the item.
 */
export async function listDueMinute<T extends DueTable>(
  store: Store<T>,
  table: T,
  dueKey: string,
): Promise<void> {
  const minute = toMinute(parseReminderDueAt(dueKey));
  const minutes = rememberedBy(store);
  const key = `${table} ${minute}`;
  const listing = minutes.get(key) ?? putDueMinute(store, table, minute);
  minutes.set(key, listing);
  try {
    await listing;
  } catch (error) {
    minutes.delete(key);
    throw error;
  }
}

function rememberedBy({ documents }: Pick<Store, 'documents'>): Map<string, Promise<void>> {
  const minutes = remembered.get(documents) ?? new Map<string, Promise<void>>();
  remembered.set(documents, minutes);
  if (minutes.size >= MAX_REMEMBERED) minutes.clear();
  return minutes;
}

async function putDueMinute<T extends DueTable>(
  store: Store<T>,
  table: T,
  minute: string,
): Promise<void> {
  const key = dueMinuteKey(minute);
  // Another process may have listed it: a read costs a fifth of a write.
  const listed = await getItem(store, { table, what: WHAT }, { key, consistent: false });
  if (listed !== undefined) return;
  await send(
    'list a due minute',
    store.documents.send(
      new PutCommand({
        TableName: store.tables[table],
        Item: { ...key, expiresAt: Date.parse(`${minute}Z`) / 1_000 + LISTED_SECONDS },
      }),
    ),
  );
}

const WHAT = 'the list of due minutes';

const DueMinute = z.object({
  purchaseRef: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)),
});

/**
 * Reads the listed minutes from one to another, in order. Consistent, so that the list holds every
 * minute with an item that was put before: 1 read unit per 4 KB, about 50 minutes.
 *
 * @param from such as `2031-05-31T20:00`. Both ends belong to the range.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readDueMinutes<T extends DueTable>(
  store: Store<T>,
  table: T,
  from: string,
  to: string,
): Promise<string[]> {
  const minutes: string[] = [];
  const pages = queryPages(store, `read ${WHAT}`, {
    TableName: store.tables[table],
    KeyConditionExpression: 'dueKey = :list AND purchaseRef BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':list': DUE_MINUTES_PARTITION, ':from': from, ':to': to },
    ProjectionExpression: 'dueKey, purchaseRef',
    ConsistentRead: true,
  });
  for await (const page of pages) {
    const { records } = readRecords(store, { table, schema: DueMinute, what: WHAT }, page);
    minutes.push(...records.map(({ purchaseRef }) => purchaseRef));
  }
  return minutes;
}
