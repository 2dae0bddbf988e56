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
 * Stamps an announced price change on its show or seat. There is nothing to do if the change is outdated or
 * already stamped, or if its show or seat no longer exists.
 *
 * @throws StoreError STORE_UNAVAILABLE. EventBridge then delivers the event again.
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
      log.warn('The show or seat of a price change no longer exists', fields);
      return;
    case 'refused':
      measure.count('PriceChangesOutdated');
      log.info('Price change is outdated or already processed', fields);
      return;
    case 'stamped':
      measure.count('PriceChangesProcessed');
      log.info('Price change processed', fields);
  }
}

/** The outcome of a stamp. `refused` means outdated or already stamped. */
type StampOutcome = 'stamped' | 'refused' | 'gone';

/**
 * Stamps a price change on its seat if it has one, or else on its show.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE. The stamp may then be written.
 */
async function stamp(
  store: Store<'shows' | 'seats'>,
  seatId: string | undefined,
  change: PriceStamp,
): Promise<StampOutcome> {
  if (seatId === undefined) return outcomeOf(await stampPriceChange(store, change));
  // A seat's key depends on its show's shards. The read is consistent because the show may be new.
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
