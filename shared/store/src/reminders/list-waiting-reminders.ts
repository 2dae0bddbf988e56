import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import type { ReminderName } from './end-reminder.ts';

/**
 * The reminders of one partition (a minute in one lane) that neither fired nor were cancelled, page
 * by page of 1 MB. Eventually consistent, 0.5 read units for each 4 KB that stand there: what is
 * missed is seen by the next sweep.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function* listWaitingReminders(
  store: Store<'reminders'>,
  dueKey: string,
): AsyncGenerator<ReminderName[]> {
  let from: Record<string, unknown> | undefined;
  do {
    const page = await send(
      'list the reminders',
      store.documents.send(
        new QueryCommand({
          TableName: store.tables.reminders,
          KeyConditionExpression: 'dueKey = :dueKey',
          FilterExpression: 'attribute_not_exists(firedAt) AND attribute_not_exists(cancelledAt)',
          ProjectionExpression: 'purchaseRef',
          ExpressionAttributeValues: { ':dueKey': dueKey },
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    yield (page.Items ?? []).map((item) => ({ dueKey, purchaseRef: String(item.purchaseRef) }));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
