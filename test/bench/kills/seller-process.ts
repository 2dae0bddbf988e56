import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { findContender } from '../contenders/all-contenders.ts';
import { contenderIds, Place } from '../contenders/contender.ts';
import { runSellers } from '../load/run-sellers.ts';

/** What this process is asked to sell, as its only message. */
export const SellRequest = z.object({
  contender: z.enum(contenderIds),
  place: Place,
  sellers: z.int(),
  records: z.array(z.custom<SQSRecord>((record) => typeof record === 'object' && record !== null)),
});
export type SellRequest = z.infer<typeof SellRequest>;

/** What it reports: the ids of messages after each call that has decided them. */
export const SellReport = z.object({ decided: z.array(z.string()) });
export type SellReport = z.infer<typeof SellReport>;

/** Runs the sellers of a contender until all messages are decided, or until this process is killed. */
async function sell(message: unknown): Promise<void> {
  const { contender: id, place, sellers: count, records } = SellRequest.parse(message);
  const contender = findContender(id);
  const sellers = Array.from({ length: count }, () => contender.open(place, []));
  await runSellers(sellers, records, {
    batch: contender.batch,
    onDecided: (decided) => {
      const report: SellReport = { decided: decided.map(({ messageId }) => messageId) };
      process.send?.(report);
    },
  });
  process.disconnect();
}

if (process.argv[1] === import.meta.filename) {
  process.once('message', (message) => void sell(message));
  // The parent has ended, even if it was killed.
  process.once('disconnect', () => process.exit());
}
