import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { SWEEP_KEY } from '../keys.ts';
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
