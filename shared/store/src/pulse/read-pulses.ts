import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { PulseRecord } from './pulse-record.ts';

/**
 * What the workers have measured of a show, or of the whole queue, each environment's last, in no
 * order of time; those past their time may still be among them. One Query, eventually consistent: 0.5
 * read units for each 4 KB.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readPulses(store: Store<'pulse'>, subject: string): Promise<PulseRecord[]> {
  // A page holds 1 MB, thousands of environments.
  const { Items = [] } = await send(
    'read the pulses',
    store.documents.send(
      new QueryCommand({
        TableName: store.tables.pulse,
        KeyConditionExpression: 'subject = :subject',
        ExpressionAttributeValues: { ':subject': subject },
      }),
    ),
  );
  return Items.map((item) => readRecord(PulseRecord, item, 'a pulse'));
}
