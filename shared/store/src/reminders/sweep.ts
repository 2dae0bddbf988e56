import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DUE_MINUTES_PARTITION, SWEEP_KEY } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { getItem, queryPages, readRecords } from '../read-items.ts';
import type { ReminderName } from './mark-reminder.ts';

/**
 * Lists the reminders of one partition (a minute in one lane) that are neither fired nor cancelled,
 * in pages of 1 MB. Eventually consistent, 0.5 read units per 4 KB. The next sweep finds reminders
 * that this read misses.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function* listWaitingReminders(
  store: Store<'reminders'>,
  dueKey: string,
): AsyncGenerator<ReminderName[]> {
  const pages = queryPages(store, 'list the reminders', {
    TableName: store.tables.reminders,
    KeyConditionExpression: 'dueKey = :dueKey',
    FilterExpression: 'attribute_not_exists(firedAt) AND attribute_not_exists(cancelledAt)',
    ProjectionExpression: 'purchaseRef',
    ExpressionAttributeValues: { ':dueKey': dueKey },
  });
  for await (const page of pages) {
    yield page.map((item) => ({ dueKey, purchaseRef: String(item.purchaseRef) }));
  }
}

const dueMinuteKind = {
  table: 'reminders',
  schema: z.object({ purchaseRef: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)) }),
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

const positionKind = {
  table: 'reminders',
  schema: z.object({ sweptTo: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)) }),
  what: 'the position of the sweep',
} as const;

type SweepPosition = {
  /** The last minute that was swept completely, e.g. `2031-05-31T20:00`. */
  readonly sweptTo: string | undefined;
  /** A stored position that cannot be read. The next save replaces it. */
  readonly replaces?: unknown;
};

/**
 * Reads the position of the sweep. It is undefined before the first sweep, and if it cannot be read:
 * the sweep then starts like the first one, so that reminders never wait for a repair. Consistent: 1
 * read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readSweepPosition(store: Store<'reminders'>): Promise<SweepPosition> {
  const item = await getItem(store, positionKind, { key: SWEEP_KEY, consistent: true });
  if (item === undefined) return { sweptTo: undefined };
  const [position] = readRecords(store, positionKind, [item]).records;
  return position ?? { sweptTo: undefined, replaces: item.sweptTo };
}

/**
 * Saves the position of a sweep: 1 write unit. The position never moves backwards. If two sweeps
 * run at once, the slower one changes nothing.
 *
 * @param replaces a stored position that cannot be read.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function saveSweepPosition(
  store: Store<'reminders'>,
  minute: string,
  replaces?: unknown,
): Promise<void> {
  const isAhead = 'attribute_not_exists(sweptTo) OR sweptTo < :minute';
  await sendConditional(
    'save the position of the sweep',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.reminders,
        Key: SWEEP_KEY,
        UpdateExpression: 'SET sweptTo = :minute',
        ConditionExpression: replaces === undefined ? isAhead : `${isAhead} OR sweptTo = :replaces`,
        ExpressionAttributeValues: {
          ':minute': minute,
          ...(replaces === undefined ? {} : { ':replaces': replaces }),
        },
      }),
    ),
  );
}
