import type { SQSRecord } from 'aws-lambda';
import type { Seller } from '../contenders/contender.ts';

export type SellersOptions = {
  /** Messages that one call gets at most. */
  readonly batch: number;
  readonly signal?: AbortSignal;
  /** Called after each call with the messages that it has decided. */
  readonly onDecided?: (records: readonly SQSRecord[]) => void;
};

/** As a real queue would, after which a message becomes a dead letter. */
const MOST_RECEIVES = 5;

/**
 * Lets sellers take messages from one queue, side by side, until all are decided. A message that failed is
 * delivered again.
 *
 * @throws Error if a message fails as often as it can be delivered
 */
export async function runSellers(
  sellers: readonly Seller[],
  records: readonly SQSRecord[],
  { batch, signal, onDecided }: SellersOptions,
): Promise<void> {
  const queue = [...records];
  const receives = new Map<string, number>();
  const run = async (sell: Seller): Promise<void> => {
    while (queue.length > 0) {
      signal?.throwIfAborted();
      const received = queue.splice(0, batch);
      const failed = new Set(await sell(received));
      for (const record of received.filter(({ messageId }) => failed.has(messageId))) {
        const count = (receives.get(record.messageId) ?? 0) + 1;
        if (count === MOST_RECEIVES) throw new Error(`A message failed ${count} times.`);
        receives.set(record.messageId, count);
        queue.push(record);
      }
      onDecided?.(received.filter(({ messageId }) => !failed.has(messageId)));
    }
  };
  try {
    await Promise.all(sellers.map(run));
  } finally {
    // The others stop after their call.
    queue.length = 0;
  }
}
