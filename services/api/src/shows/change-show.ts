import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ShowChange } from '@willcall/contracts';
import { conflictJitterMs, type Retry, resizeStock, retry } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  changeShow as changeRecord,
  readStock,
  type ShowChanges,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { findShow, showWithStock } from './show-resource.ts';

/** What changing a show needs from outside. */
export type ChangeDependencies = {
  readonly store: Store<'shows' | 'stock'>;
  readonly clock: () => Date;
  readonly random: () => number;
};

/**
 * `PATCH /shows/{showId}`: a new price, start, sale window or capacity, a pause of the sale. All of it
 * becomes so at once, or it is refused as a whole. What is so already is not changed, and not announced,
 * so that the same request may be sent again.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, SHOW_CANCELLED, WRONG_SEATING,
 *   CAPACITY_BELOW_SOLD, STORE_UNAVAILABLE
 */
export const changeShow =
  ({ store, clock, random }: ChangeDependencies): Handler<'changeShow'> =>
  ({ path: { showId }, body: asked, correlationId }) =>
    untilItHolds(async (nth) => {
      const seen = await findShow(store, showId);
      requirePossible(seen, asked);
      const { capacity: to, ...different } = askedChanges(seen, asked);
      if (to === undefined && Object.keys(different).length === 0) {
        return showWithStock(store, seen);
      }
      const capacity = to && (await plannedCapacity(store, seen, to, { nth, random }));
      if (capacity === 'refused') return capacity;
      const changed = await changeRecord(store, seen, {
        ...different,
        ...(capacity && { capacity }),
        at: clock().toISOString(),
        correlationId,
      });
      return typeof changed === 'string' ? changed : showWithStock(store, changed);
    }, random);

/** More than admins will ever change one show in the same moment, and room for conflicts with its sale. */
const MOST_ATTEMPTS = 16;
const RETRY_AFTER_SECONDS = 1;

/** What a write came to that did not hold: look again, at once or, after a conflict, in a moment. */
type Lost = 'refused' | 'no-such-show' | 'conflict';

/**
 * Looks and writes until a write holds: each attempt reads anew what its write rests on.
 *
 * @throws ProblemError STORE_UNAVAILABLE when others were faster each time.
 */
export const untilItHolds = <Answer>(
  attempt: (nth: number) => Promise<Answer | Lost>,
  random: () => number,
): Promise<Answer> =>
  retry<Answer>(
    async (nth) => {
      const answer = await attempt(nth);
      return isLost(answer) ? afterLost(answer) : answer;
    },
    {
      attempts: MOST_ATTEMPTS,
      delayMs: (nth) => conflictJitterMs(nth, random),
      wait,
      exhausted: () =>
        new ProblemError('STORE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS }),
    },
  );

const isLost = (answer: unknown): answer is Lost => typeof answer === 'string';

const afterLost = (lost: Lost): Retry => (lost === 'conflict' ? 'again' : 'at-once');

/** Refuses, as a whole, a change that the show cannot take. @throws ProblemError INVALID_REQUEST, SHOW_CANCELLED, WRONG_SEATING */
export function requirePossible(seen: ShowRecord, asked: ShowChange): void {
  if (seen.cancelledAt !== undefined) throw new ProblemError('SHOW_CANCELLED');
  requireCurrencyOf(seen, asked);
  requireWindow(seen, asked);
  // Its capacity is the number of its seats.
  if (asked.capacity !== undefined && seen.seating === 'RESERVED') {
    throw new ProblemError('WRONG_SEATING');
  }
}

function requireCurrencyOf(seen: ShowRecord, { price }: ShowChange): void {
  if (price === undefined || price.currency === seen.price.currency) return;
  throw invalid('price.currency', `must be the show's own, ${seen.price.currency}`);
}

/** Judged as the show will be, and only when the request touches it. */
function requireWindow(seen: ShowRecord, asked: ShowChange): void {
  const touched = (['saleOpensAt', 'saleClosesAt', 'startsAt'] as const).find(
    (name) => asked[name] !== undefined,
  );
  if (touched === undefined) return;
  const startsAt = asked.startsAt ?? seen.startsAt;
  const opensAt = orSeen(asked.saleOpensAt, seen.saleOpensAt);
  const closesAt = orSeen(asked.saleClosesAt, seen.saleClosesAt) ?? startsAt;
  if (opensAt === undefined || Date.parse(opensAt) < Date.parse(closesAt)) return;
  throw invalid(touched, 'must leave the sale open before it closes');
}

/** As it will be: what is asked for, `null` for nothing, else what is there. */
const orSeen = (asked: string | null | undefined, seen: string | undefined): string | undefined =>
  asked === undefined ? seen : (asked ?? undefined);

const invalid = (path: string, message: string): ProblemError =>
  new ProblemError('INVALID_REQUEST', { errors: [{ path, message }] });

/** What a request would make different of a show: what is so already is not changed, and not announced. */
export const askedChanges = (seen: ShowRecord, asked: ShowChange): ShowChange =>
  Object.fromEntries(
    Object.entries(asked).filter(([name, value]) => {
      if (value === undefined) return false;
      const has: unknown = seen[name as keyof ShowChange];
      return value === null ? has !== undefined : !isSame(has, value);
    }),
  );

/** Two spellings of one instant are the same. */
const isSame = (has: unknown, asked: unknown): boolean =>
  isDeepStrictEqual(has, asked) ||
  (typeof has === 'string' && typeof asked === 'string' && Date.parse(has) === Date.parse(asked));

/**
 * How the stock follows a new capacity, by a consistent look. Each try after a conflict adds to half as
 * many buckets: all of them at once are hardly ever free while the sale runs.
 *
 * The buckets are not read at one instant. While tickets only go, a sum that is too small is too small
 * still; whether some came back in between, or another request has lowered the capacity, tells a second
 * look at the show:
 *
 *     show: returns 7 ── the stock adds up to too little ── show: returns 7 ✓ too many are sold
 *                                                        └─ show: returns 8   look again
 *
 * @throws ProblemError CAPACITY_BELOW_SOLD, SHOW_NOT_FOUND; StoreError STORE_UNAVAILABLE
 */
async function plannedCapacity(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  to: number,
  { nth, random }: { readonly nth: number; readonly random: () => number },
): Promise<NonNullable<ShowChanges['capacity']> | 'refused'> {
  const left = (await readStock(store, seen)).map(({ available }) => available);
  const maxShards = Math.max(1, Math.floor(seen.buckets / 2 ** nth));
  const stock = resizeStock({
    difference: to - seen.capacity,
    seen: left,
    maxShards: maxShards,
    random,
  });
  if (stock !== undefined) return { to, stock };
  const now = await findShow(store, seen.showId);
  if (now.returns !== seen.returns || now.capacity !== seen.capacity) return 'refused';
  throw new ProblemError('CAPACITY_BELOW_SOLD');
}
