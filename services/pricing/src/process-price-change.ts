import type { EventDetail } from '@willcall/contracts';
import { computePriceChange } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import {
  type PriceStamp,
  readShow,
  type Store,
  stampPriceChange,
  stampSeatPriceChange,
} from '@willcall/store';

type PricingDependencies = {
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
    ...computePriceChange(oldPrice, newPrice),
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

/** What became of a stamp: `refused` when it is outdated, or was made before. */
type StampOutcome = 'stamped' | 'refused' | 'gone';

/**
 * Stamps a price change on the seat that it is of, else on the show.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the stamp may then be made.
 */
async function stamp(
  store: Store<'shows' | 'seats'>,
  seatId: string | undefined,
  change: PriceStamp,
): Promise<StampOutcome> {
  if (seatId === undefined) return outcomeOf(await stampPriceChange(store, change));
  // Where a seat is follows from its show's buckets. Consistent: the show may be a moment old.
  const show = await readShow(store, change.showId, { consistent: true });
  if (show === undefined) return 'gone';
  return outcomeOf(await stampSeatPriceChange(store, show, { ...change, seatId }));
}

function outcomeOf(updated: object | 'refused' | 'no-such-show' | 'no-such-seat'): StampOutcome {
  switch (updated) {
    case 'refused':
      return 'refused';
    case 'no-such-show':
    case 'no-such-seat':
      return 'gone';
    default:
      return 'stamped';
  }
}
