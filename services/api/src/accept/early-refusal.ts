import type { FieldError, PurchaseRequest } from '@willcall/contracts';
import { isAllHeld, isLatchSettled, judgeSale } from '@willcall/domain';
import { type Log, ProblemError } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';
import { cacheReads } from '../caches/cached-reads.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import { EXPIRED_CARD } from './card-faults.ts';

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

/** Why a purchase is refused without the queue. */
export type EarlyRefusal = {
  readonly problem: ProblemError;
  /**
   * The time from which on this request is refused, in milliseconds since 1970. An earlier attempt may
   * have been queued. `ALWAYS` if no attempt can have been.
   */
  readonly since: number;
};

export const ALWAYS = Number.NEGATIVE_INFINITY;

type RequestedTickets = Pick<PurchaseRequest, 'quantity' | 'seats'> & {
  readonly hasCard: boolean;
  /** ISO 8601, if the card has expired. */
  readonly cardExpiredAt?: string | undefined;
  readonly now: Date;
};

/**
 * Finds out whether a purchase is clearly invalid for a show that may be a second old. The worker decides
 * everything else. With several reasons, the first code is reported with all its errors, and the oldest
 * reason counts: no attempt can have been queued since.
 */
export function findEarlyRefusal(
  show: CachedShow,
  request: RequestedTickets,
): EarlyRefusal | undefined {
  const refusals = [findExpiredCard(request), ...(show === 'unknown' ? [] : judge(show, request))];
  const found = refusals.filter((refusal) => refusal !== undefined);
  const [first] = found;
  return (
    first && {
      problem: withAllErrors(first.problem, found),
      since: Math.min(...found.map(({ since }) => since)),
    }
  );
}

/** Adds the errors of the other refusals with the same code, so that one answer lists them all. */
function withAllErrors(first: ProblemError, found: readonly EarlyRefusal[]): ProblemError {
  const same = found.filter(({ problem }) => problem.code === first.code);
  if (same.length === 1) return first;
  const errors = same.flatMap(({ problem }) => problem.document.errors ?? []);
  return new ProblemError(first.code, { errors });
}

const findExpiredCard = ({ cardExpiredAt }: RequestedTickets): EarlyRefusal | undefined =>
  cardExpiredAt === undefined
    ? undefined
    : {
        problem: new ProblemError('INVALID_CARD', { errors: [EXPIRED_CARD] }),
        since: Date.parse(cardExpiredAt),
      };

const judge = (show: ShowRecord, request: RequestedTickets): (EarlyRefusal | undefined)[] => [
  findWrongSeating(show, request),
  findClosedSale(show, request),
  findWrongCard(show, request),
];

/** A show's seating never changes. */
function findWrongSeating(
  { seating }: ShowRecord,
  { quantity, seats }: RequestedTickets,
): EarlyRefusal | undefined {
  if (seating === 'RESERVED' && quantity !== undefined) {
    const message = 'are required because the show has reserved seating';
    return { problem: invalid({ path: 'seats', message }), since: ALWAYS };
  }
  if (seating === 'GENERAL' && seats !== undefined) {
    const message = 'is required because the show has no reserved seating';
    return { problem: invalid({ path: 'quantity', message }), since: ALWAYS };
  }
  return undefined;
}

/** The worker refuses purchases for a cancelled show, with the better reason. */
function findClosedSale(show: ShowRecord, { now }: RequestedTickets): EarlyRefusal | undefined {
  if (judgeSale(show, now.toISOString()) !== 'SALE_NOT_OPEN') return undefined;
  return {
    problem: new ProblemError('SALE_NOT_OPEN', {
      detail: `The sale opens at ${show.saleOpensAt}.`,
    }),
    since: timeOf(show.openingPostponedAt),
  };
}

/**
 * Seats can have their own prices. The worker checks the card for a paid seat of a free show. No card of a show
 * that a payment provider takes the money for goes through this API, and that never changes for a show.
 */
function findWrongCard(
  { price, paidSince, payment }: ShowRecord,
  { hasCard }: RequestedTickets,
): EarlyRefusal | undefined {
  if (payment === 'PROVIDER') {
    const message = 'must be left out, because a payment provider takes the money for this show';
    return hasCard ? { problem: invalid({ path: 'card', message }), since: ALWAYS } : undefined;
  }
  if (hasCard || price.amount === 0) return undefined;
  const message = 'is required because the show is not free';
  return { problem: invalid({ path: 'card', message }), since: timeOf(paidSince) };
}

const timeOf = (instant: string | undefined): number =>
  instant === undefined ? ALWAYS : Date.parse(instant);

const invalid = (error: FieldError): ProblemError =>
  new ProblemError('INVALID_REQUEST', { errors: [error] });

/**
 * Refuses a purchase while the mark of its show says that all tickets are held or sold. An attempt with the same
 * key may be in the queue and still get tickets: the answer says to try again with that key, and a hold that nobody
 * pays expires.
 */
export function findAllHeld(show: CachedShow, now: Date): EarlyRefusal | undefined {
  if (show === 'unknown' || show.cancelledAt !== undefined) return undefined;
  const { allHeldUntil } = show;
  if (allHeldUntil === undefined || !isAllHeld(show, now.toISOString())) return undefined;
  const retryAfterSeconds = Math.ceil((Date.parse(allHeldUntil) - now.getTime()) / 1_000);
  return { problem: new ProblemError('ALL_HELD', { retryAfterSeconds }), since: ALWAYS };
}

/** Finds out whether a show is sold out under a settled latch. Never throws. */
export type FindSoldOut = (show: CachedShow, now: Date) => Promise<EarlyRefusal | undefined>;

/**
 * Checks the sold-out latch of a cached show. Missing or late information leads to the queue, where the
 * worker decides, as for a cancelled show, for which it knows a better reason.
 *
 *     no latch, or show cancelled        → queue
 *     latch not settled, or lag unknown  → queue: an earlier attempt of this buyer may be in flight
 *     settled                            → sold out, unless the buyer's record says more
 */
export const findSoldOut =
  (lags: (subject: string) => Promise<CachedLags>): FindSoldOut =>
  async (show, now) => {
    if (show === 'unknown' || show.soldOutAt === undefined) return undefined;
    if (show.cancelledAt !== undefined) return undefined;
    const measured = await lags(show.showId);
    // A lag that cannot be read may be the longest one.
    const isKnown = measured !== 'unknown' && measured.isComplete;
    if (!isKnown || !isLatchSettled(show.soldOutAt, measured.lags, now)) return undefined;
    return { problem: new ProblemError('SOLD_OUT'), since: ALWAYS };
  };
