import type { FieldError, PurchaseRequest } from '@willcall/contracts';
import { isBeforeSale } from '@willcall/domain';
import { type Log, ProblemError } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';
import { cacheReads } from '../waiting/cached-reads.ts';

/** A cached show, or `unknown` if the read failed, took too long, or found no show. */
export type CachedShow = ShowRecord | 'unknown';

/**
 * Caches shows for one second, at 0.5 read units per read, to answer buyers early. Never throws, and
 * waits at most for the timeout. A purchase for an unknown show is queued without checks.
 */
export const cacheShows = (
  store: Store<'shows'>,
  log: Log,
  timeoutMs: number,
): ((showId: string) => Promise<CachedShow>) =>
  cacheReads({
    read: async (showId) => (await readShow(store, showId, { consistent: false })) ?? 'unknown',
    onFailure: (showId, error) =>
      log.warn('Show could not be read: purchases are queued without checks', { showId, error }),
    timeoutMs,
  });

type RequestedTickets = Pick<PurchaseRequest, 'quantity' | 'seats'> & {
  readonly hasCard: boolean;
  readonly requestedAt: string;
};

/**
 * Refuses a purchase that is clearly invalid for a show that may be a second old. Nothing is recorded, so
 * the same key can be used again. The worker decides everything else.
 *
 * @throws ProblemError INVALID_REQUEST, SALE_NOT_OPEN
 */
export function refuseEarly(show: CachedShow, request: RequestedTickets): void {
  if (show === 'unknown') return;
  const wrongSeating = checkSeating(show, request);
  if (wrongSeating !== undefined) {
    throw new ProblemError('INVALID_REQUEST', { errors: [wrongSeating] });
  }
  if (isBeforeSale(show, request.requestedAt)) {
    throw new ProblemError('SALE_NOT_OPEN', { detail: `The sale opens at ${show.saleOpensAt}.` });
  }
  // Seats can have their own prices. The worker checks the card for a paid seat of a free show.
  if (show.price.amount > 0 && !request.hasCard) {
    throw new ProblemError('INVALID_REQUEST', {
      errors: [{ path: 'card', message: 'is required because the show is not free' }],
    });
  }
}

/** A show's seating never changes, so a cached show of any age is enough. */
function checkSeating(
  { seating }: ShowRecord,
  { quantity, seats }: RequestedTickets,
): FieldError | undefined {
  switch (seating) {
    case 'RESERVED':
      return quantity === undefined
        ? undefined
        : { path: 'seats', message: 'are required because the show has reserved seating' };
    case 'GENERAL':
      return seats === undefined
        ? undefined
        : { path: 'quantity', message: 'is required because the show has no reserved seating' };
  }
}
