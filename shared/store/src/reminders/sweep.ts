import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SWEEP_KEY } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { queryPages, readItem } from '../read-items.ts';
import type { ReminderName } from './reminder.ts';

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

const Position = z.object({ sweptTo: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/) });

/**
 * Reads the last minute that was swept completely, e.g. `2031-05-31T20:00`. Undefined before the
 * first sweep. Consistent: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readSweepPosition(store: Store<'reminders'>): Promise<string | undefined> {
  const position = await readItem(store, {
    table: store.tables.reminders,
    key: SWEEP_KEY,
    consistent: true,
    schema: Position,
    what: 'the position of the sweep',
  });
  return position?.sweptTo;
}

/**
 * Saves the position of a sweep: 1 write unit. The position never moves backwards. If two sweeps
 * run at once, the slower one changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function saveSweepPosition(store: Store<'reminders'>, minute: string): Promise<void> {
  await sendConditional(
    'save the position of the sweep',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.reminders,
        Key: SWEEP_KEY,
        UpdateExpression: 'SET sweptTo = :minute',
        ConditionExpression: 'attribute_not_exists(sweptTo) OR sweptTo < :minute',
        ExpressionAttributeValues: { ':minute': minute },
      }),
    ),
  );
}
