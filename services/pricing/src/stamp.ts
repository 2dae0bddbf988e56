import {
  type PriceStamp,
  readShow,
  type Store,
  stampPriceChange,
  stampSeatPriceChange,
} from '@willcall/store';

/** What became of a stamp: `refused` when it is outdated, or was made before. */
export type StampOutcome = 'stamped' | 'refused' | 'gone';

/**
 * Stamps a price change on the seat that it is of, else on the show.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the stamp may then be made.
 */
export async function stamp(
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
