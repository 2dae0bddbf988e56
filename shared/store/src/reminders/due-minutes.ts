import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { parseReminderDueAt, toMinute } from '@willcall/domain';
import * as z from 'zod';
import { DUE_MINUTES_PARTITION, dueMinuteKey } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { getItem, queryPages, readRecords } from '../read-items.ts';

/**
 * Seconds for which a minute stays listed after it. Longer than any outage of the sweep for which the
 * TTL of the reminders, a day, has not made up yet.
 */
const LISTED_SECONDS = 30 * 24 * 60 * 60;

/** Minutes that one process remembers. A minute that it has forgotten costs half a read unit. */
const MAX_REMEMBERED = 10_000;

/** The minutes that this process has listed, by connection. */
const remembered = new WeakMap<DynamoDBDocumentClient, Map<string, Promise<void>>>();

/**
 * Lists the minute of a reminder before the reminder is set, so that the sweep reads only minutes
 * that have reminders, whatever time it has to make up for:
 *
 *     list the minute ── set the reminder ✓ ── sweep: reads the list, then the reminders
 *     list the minute ── ✗ crash ── sweep: reads a minute without reminders
 *
 * The first reminder of a minute costs 1 write unit more. Each process looks a minute up once, for 0.5
 * read units, and then remembers it.
 *
 * @param dueKey the partition of the reminder, such as `2031-05-31T20:00#7`.
 * @throws StoreError STORE_UNAVAILABLE: the minute may be listed. Do not set the reminder.
 */
export async function listDueMinute(store: Store<'reminders'>, dueKey: string): Promise<void> {
  const minute = toMinute(parseReminderDueAt(dueKey));
  const minutes = rememberedBy(store);
  const listing = minutes.get(minute) ?? putDueMinute(store, minute);
  minutes.set(minute, listing);
  try {
    await listing;
  } catch (error) {
    minutes.delete(minute);
    throw error;
  }
}

function rememberedBy({ documents }: Store<'reminders'>): Map<string, Promise<void>> {
  const minutes = remembered.get(documents) ?? new Map<string, Promise<void>>();
  remembered.set(documents, minutes);
  if (minutes.size >= MAX_REMEMBERED) minutes.clear();
  return minutes;
}

async function putDueMinute(store: Store<'reminders'>, minute: string): Promise<void> {
  const key = dueMinuteKey(minute);
  // Another process may have listed it: a read costs a fifth of a write.
  const listed = await getItem(store, dueMinuteKind, { key, consistent: false });
  if (listed !== undefined) return;
  await send(
    'list the minute of a reminder',
    store.documents.send(
      new PutCommand({
        TableName: store.tables.reminders,
        Item: { ...key, expiresAt: Date.parse(`${minute}Z`) / 1_000 + LISTED_SECONDS },
      }),
    ),
  );
}

const dueMinuteKind = {
  table: 'reminders',
  schema: z.object({ purchaseRef: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/) }),
  what: 'the list of due minutes',
} as const;

/**
 * Reads the minutes from one to another that have reminders, in order. Consistent, so that the list
 * holds every minute with a reminder that was set before: 1 read unit per 4 KB, about 50 minutes.
 *
 * @param from such as `2031-05-31T20:00`. Both ends belong to the range.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readDueMinutes(
  store: Store<'reminders'>,
  from: string,
  to: string,
): Promise<string[]> {
  const minutes: string[] = [];
  const pages = queryPages(store, `read ${dueMinuteKind.what}`, {
    TableName: store.tables.reminders,
    KeyConditionExpression: 'dueKey = :list AND purchaseRef BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':list': DUE_MINUTES_PARTITION, ':from': from, ':to': to },
    ProjectionExpression: 'dueKey, purchaseRef',
    ConsistentRead: true,
  });
  for await (const page of pages) {
    const { records } = readRecords(store, dueMinuteKind, page);
    minutes.push(...records.map(({ purchaseRef }) => purchaseRef));
  }
  return minutes;
}
