import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { LAG_WINDOW_MS } from '@willcall/domain';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import type { PulseRecord } from './pulse-record.ts';

const MS_PER_SECOND = 1_000;

/**
 * Writes what a worker environment has measured, over what it wrote before: 1 write unit. DynamoDB may
 * remove it once nobody goes by it any more; nothing depends on that.
 *
 * @param signal gives the call up.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function writePulse(
  store: Store<'pulse'>,
  pulse: PulseRecord,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const expiresAt = Math.ceil((Date.parse(pulse.at) + LAG_WINDOW_MS) / MS_PER_SECOND);
  await send(
    'write the pulse',
    store.documents.send(
      new PutCommand({ TableName: store.tables.pulse, Item: { ...pulse, expiresAt } }),
      signal === undefined ? {} : { abortSignal: signal },
    ),
  );
}
