import { createWorker } from '@willcall/worker';
import { makeLambdaContext } from '../../support/sale/lambda-context.ts';
import type { Contender, ContenderId, ShowKind } from './contender.ts';

/**
 * willcall's worker as it is deployed: the same function, called with the same batches as Lambda calls it.
 * Each one keeps its shard of the stock from call to call.
 */
const willcall = (
  id: ContenderId,
  name: string,
  batch: number,
  show: Omit<ShowKind, 'stock'> = {},
): Contender => ({
  id,
  name,
  batch,
  show: { stock: 'sharded', ...show },
  usesTransactions: true,
  open({ environment, openedAt }, plugins) {
    const now = new Date(openedAt);
    const worker = createWorker(environment, { dynamodbPlugins: plugins, clock: () => now });
    return async (records) => {
      const { batchItemFailures } = await worker({ Records: [...records] }, makeLambdaContext());
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    };
  },
});

/** What Lambda hands a function of a FIFO queue at most. */
const FULL_BATCH = 10;

export const willcallContenders: readonly Contender[] = [
  willcall('willcall-1', 'willcall, one by one', 1),
  willcall('willcall-10', 'willcall, batches of 10', FULL_BATCH),
  willcall('willcall-limits', 'willcall, a limit per buyer', FULL_BATCH, { maxTicketsPerBuyer: 4 }),
  willcall('willcall-seats', 'willcall, named seats', FULL_BATCH, { isSeated: true }),
  willcall('willcall-latch', 'willcall, sold out', FULL_BATCH, { isSoldOut: true }),
];
