import type { FieldError, PurchaseRequest } from '@willcall/contracts';
import { isBeforeSale } from '@willcall/domain';
import { type Log, ProblemError } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';
import { cacheReads } from '../waiting/cached-reads.ts';

/** What is known of a show at this moment; `unknown` when the read failed, was slow, or found none. */
export type CachedShow = ShowRecord | 'unknown';

/**
 * Copies of shows, at most a second old, of 0.5 read units each: for what can be said to a buyer at
 * once. Never throws and never waits long: with no copy the purchase is simply queued.
 */
export const cacheShows = (
  store: Store<'shows'>,
  log: Log,
  patienceMs: number,
): ((showId: string) => Promise<CachedShow>) =>
  cacheReads({
    read: async (showId) => (await readShow(store, showId, { consistent: false })) ?? 'unknown',
    onFailure: (showId, error) =>
      log.warn('No copy of the show: purchases are queued without it', { showId, error }),
    patienceMs,
  });

type AskedFor = Pick<PurchaseRequest, 'quantity' | 'seats'> & {
  readonly hasCard: boolean;
  readonly requestedAt: string;
};

/**
 * Refuses what can be seen at once to be wrong, by a copy of the show that may be a second old. None of
 * it is recorded, so that the same key may try again; everything else is for the worker to refuse.
 *
 * @throws ProblemError INVALID_REQUEST, SALE_NOT_OPEN
 */
export function refuseAtOnce(show: CachedShow, asked: AskedFor): void {
  if (show === 'unknown') return;
  const wrongSeating = judgeSeating(show, asked);
  if (wrongSeating !== undefined) {
    throw new ProblemError('INVALID_REQUEST', { errors: [wrongSeating] });
  }
  if (isBeforeSale(show, asked.requestedAt)) {
    throw new ProblemError('SALE_NOT_OPEN', { detail: `The sale opens at ${show.saleOpensAt}.` });
  }
  // Seats may have prices of their own: whether they cost something where the show does not, the worker sees.
  if (show.price.amount > 0 && !asked.hasCard) {
    throw new ProblemError('INVALID_REQUEST', {
      errors: [{ path: 'card', message: 'is required: the show is not free' }],
    });
  }
}

/** A show's seating never changes, so a copy of any age tells it. */
function judgeSeating(
  { seating }: ShowRecord,
  { quantity, seats }: AskedFor,
): FieldError | undefined {
  switch (seating) {
    case 'RESERVED':
      return quantity === undefined
        ? undefined
        : { path: 'seats', message: 'are required: the show has reserved seating' };
    case 'GENERAL':
      return seats === undefined
        ? undefined
        : { path: 'quantity', message: 'is required: the show has no reserved seating' };
  }
}
