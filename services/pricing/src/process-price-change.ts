import type { EventDetail } from '@willcall/contracts';
import { priceChange } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { stamp } from './stamp.ts';

export type PricingDependencies = {
  readonly store: Store<'shows' | 'seats'>;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Stamps on its show, or its seat, what an announced price change means. One that is outdated, was
 * stamped before, or whose show or seat is gone has nothing left to do, and is done.
 *
 * @throws StoreError STORE_UNAVAILABLE: EventBridge delivers the event again.
 */
export async function processPriceChange(
  announced: EventDetail<'PriceChangeInitiated'>,
  { store, clock, log, measure }: PricingDependencies,
): Promise<void> {
  const { showId, seatId, correlationId, oldPrice, newPrice, priceVersion } = announced;
  const stamped = await stamp(store, seatId, {
    ...priceChange(oldPrice, newPrice),
    showId,
    price: newPrice,
    priceVersion,
    lastPriceChangeAt: announced.occurredAt,
    at: clock().toISOString(),
    correlationId,
  });
  const fields = { showId, correlationId };
  switch (stamped) {
    case 'gone':
      log.warn('The show or the seat of a price change is gone', fields);
      return;
    case 'refused':
      measure.count('PriceChangesOutdated');
      log.info('A price change is outdated or was processed before', fields);
      return;
    case 'stamped':
      measure.count('PriceChangesProcessed');
      log.info('Price change processed', fields);
  }
}
