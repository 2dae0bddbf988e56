import type { EventDetail } from '@willcall/contracts';
import { priceChange } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { type Store, stampPriceChange } from '@willcall/store';

export type PricingDependencies = {
  readonly store: Store<'shows'>;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Stamps on its show what an announced price change means. One that is outdated, was stamped before, or
 * whose show is gone has nothing left to do, and is done.
 *
 * @throws StoreError STORE_UNAVAILABLE: EventBridge delivers the event again.
 */
export async function processPriceChange(
  announced: EventDetail<'PriceChangeInitiated'>,
  { store, clock, log, measure }: PricingDependencies,
): Promise<void> {
  const { showId, correlationId, oldPrice, newPrice, priceVersion, occurredAt } = announced;
  const stamped = await stampPriceChange(store, {
    ...priceChange(oldPrice, newPrice),
    showId,
    price: newPrice,
    priceVersion,
    lastPriceChangeAt: occurredAt,
    at: clock().toISOString(),
    correlationId,
  });
  const fields = { showId, correlationId };
  switch (stamped) {
    case 'no-such-show':
      log.warn('The show of a price change is gone', fields);
      return;
    case 'refused':
      measure.count('PriceChangesOutdated');
      log.info('A price change is outdated or was processed before', fields);
      return;
    default:
      measure.count('PriceChangesProcessed');
      log.info('Price change processed', fields);
  }
}
