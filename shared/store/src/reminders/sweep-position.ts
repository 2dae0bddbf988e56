import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { CONDITION_FAILED, isConditionFailure } from './is-condition-failure.ts';
import { SWEEP_KEY } from './reminder-keys.ts';

const Position = z.object({ sweptTo: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/) });

/**
 * The last minute of which all reminders were looked at, e.g. `2031-05-31T20:00`, or undefined before
 * the first sweep. Consistent: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readSweepPosition(store: Store<'reminders'>): Promise<string | undefined> {
  const { Item } = await send(
    'read the position of the sweep',
    store.documents.send(
      new GetCommand({ TableName: store.tables.reminders, Key: SWEEP_KEY, ConsistentRead: true }),
    ),
  );
  return Item === undefined ? undefined : readRecord(Position, Item, 'the position').sweptTo;
}

/**
 * Saves how far a sweep came: 1 write unit. Never backwards: of two sweeps at once, the slower one
 * changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function saveSweepPosition(store: Store<'reminders'>, minute: string): Promise<void> {
  try {
    await send(
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
      [CONDITION_FAILED],
    );
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}
