import type { ShowRecord } from '@willcall/store';
import { type Comparing, IN_FLIGHT_MS } from './purchase-facts.ts';

const MS_PER_SECOND = 1_000;

/** What the comparison of a purchase depends on, by its show. Undefined: the show is gone. */
export const comparingFor = (
  show: Pick<ShowRecord, 'capacity' | 'cancelledAt' | 'refundFee'> | undefined,
  { now, refundsPerSecond }: { readonly now: Date; readonly refundsPerSecond: number },
): Comparing => ({
  now,
  // All purchases of a cancelled show are refunded at once, at the provider's rate.
  refundWithinMs:
    IN_FLIGHT_MS +
    (show?.cancelledAt === undefined ? 0 : (show.capacity / refundsPerSecond) * MS_PER_SECOND),
  feePerTicket: show === undefined ? undefined : (show.refundFee ?? 0),
});
