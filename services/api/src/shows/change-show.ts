import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type FieldError,
  findBrokenOrder,
  findPastTimes,
  type ShowChange,
} from '@willcall/contracts';
import { conflictJitterMs, type Retry, resizeStock, retry } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  changeShow as changeRecord,
  type ShowChanges,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { findUnchargeable } from './chargeable-price.ts';
import { findShow, readChangedWithStock, readStockOf } from './show-resource.ts';

/** Dependencies of changing a show. */
export type ChangeDependencies = {
  readonly store: Store<'shows' | 'stock' | 'journal'>;
  readonly clock: () => Date;
  readonly random: () => number;
};

/**
 * `PATCH /shows/{showId}`: changes the name, venue, time zone, price, start, sale window or capacity, or pauses the
 * sale. All fields change together or none does. A field that already has its value is neither changed nor
 * announced, so the request is repeatable.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, SHOW_CANCELLED, WRONG_SEATING,
 *   CAPACITY_BELOW_SOLD, STORE_UNAVAILABLE
 */
export const changeShow =
  ({ store, clock, random }: ChangeDependencies): Handler<'changeShow'> =>
  ({ path: { showId }, body: request, correlationId }) =>
    retryUntilWritten(async (nth) => {
      const now = clock();
      const seen = await findShow(store, showId);
      requireValidChange(seen, request, now);
      const { capacity: to, ...different } = findChanges(seen, request);
      if (to === undefined && Object.keys(different).length === 0) {
        return readChangedWithStock(store, seen, now);
      }
      const capacity = to && (await planCapacity(store, seen, to, { nth, random }));
      if (capacity === 'refused') return capacity;
      const changed = await changeRecord(store, seen, {
        ...different,
        ...(capacity && { capacity }),
        at: now.toISOString(),
        correlationId,
      });
      return typeof changed === 'string' ? changed : readChangedWithStock(store, changed, now);
    }, random);

/** More than the concurrent admins of one show, with room for conflicts with its sale. */
const MAX_ATTEMPTS = 16;
const RETRY_AFTER_SECONDS = 1;

/** Why a write failed. It is retried at once, or after a delay for `conflict`. */
type WriteFailure = 'refused' | 'no-such-show' | 'conflict';

/**
 * Reads and writes until a write succeeds. Each attempt reads the records that its write depends on.
 *
 * @throws ProblemError STORE_UNAVAILABLE after too many concurrent changes.
 */
export const retryUntilWritten = <Answer>(
  attempt: (nth: number) => Promise<Answer | WriteFailure>,
  random: () => number,
): Promise<Answer> =>
  retry<Answer>(
    async (nth) => {
      const answer = await attempt(nth);
      return isWriteFailure(answer) ? retryAfter(answer) : answer;
    },
    {
      attempts: MAX_ATTEMPTS,
      delayMs: (nth) => conflictJitterMs(nth, random),
      wait,
      exhausted: () =>
        new ProblemError('STORE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS }),
    },
  );

const isWriteFailure = (answer: unknown): answer is WriteFailure => typeof answer === 'string';

const retryAfter = (lost: WriteFailure): Retry => (lost === 'conflict' ? 'again' : 'at-once');

/** @throws ProblemError INVALID_REQUEST, SHOW_CANCELLED, WRONG_SEATING if the change does not fit the show. */
export function requireValidChange(seen: ShowRecord, request: ShowChange, now: Date): void {
  if (seen.cancelledAt !== undefined) throw new ProblemError('SHOW_CANCELLED');
  const errors = [...findWrongPrice(seen, request), ...findWrongTimes(seen, request, now)];
  if (errors.length > 0) throw new ProblemError('INVALID_REQUEST', { errors });
  // The capacity of reserved seating is the number of seats.
  if (request.capacity !== undefined && seen.seating === 'RESERVED') {
    throw new ProblemError('WRONG_SEATING');
  }
}

function findWrongPrice(seen: ShowRecord, { price }: ShowChange): readonly FieldError[] {
  if (price === undefined || price.currency === seen.price.currency) {
    return findUnchargeable(seen, price);
  }
  const message = `must be the show's currency, ${seen.price.currency}`;
  return [{ path: 'price.currency', message }];
}

/** Checks the resulting times, only if the request changes them. Lists each field once. */
function findWrongTimes(seen: ShowRecord, request: ShowChange, now: Date): readonly FieldError[] {
  const past = findPastTimes(findChanges(seen, request), now);
  const touched = (['saleOpensAt', 'saleClosesAt', 'startsAt'] as const).find(
    (name) => request[name] !== undefined,
  );
  if (touched === undefined || past.some(({ path }) => path === touched)) return past;
  const broken = findBrokenOrder({
    startsAt: request.startsAt ?? seen.startsAt,
    saleOpensAt: resolveField(request.saleOpensAt, seen.saleOpensAt),
    saleClosesAt: resolveField(request.saleClosesAt, seen.saleClosesAt),
  });
  if (broken === undefined) return past;
  return [...past, { path: touched, message: `conflicts with the sale window: ${broken}` }];
}

/** The resulting value: the requested one (`null` removes it), or the current one. */
const resolveField = (
  request: string | null | undefined,
  seen: string | undefined,
): string | undefined => (request === undefined ? seen : (request ?? undefined));

/** The fields of a request that differ from the show. */
export const findChanges = (seen: ShowRecord, request: ShowChange): ShowChange =>
  Object.fromEntries(
    Object.entries(request).filter(([name, value]) => {
      if (value === undefined) return false;
      const has: unknown = seen[name as keyof ShowChange];
      return value === null ? has !== undefined : !isSame(name, has, value);
    }),
  );

const TIMES: ReadonlySet<string> = new Set(['startsAt', 'saleOpensAt', 'saleClosesAt']);

/** Two notations of the same instant are equal. Two names are not, although both may be dates. */
const isSame = (name: string, has: unknown, request: unknown): boolean =>
  isDeepStrictEqual(has, request) ||
  (TIMES.has(name) &&
    typeof has === 'string' &&
    typeof request === 'string' &&
    Date.parse(has) === Date.parse(request));

/**
 * Plans the stock for a new capacity from a consistent read. Each attempt after a conflict adds to half as
 * many shards, because all shards are rarely free of conflicts during a sale.
 *
 * The shards are not read at one instant. If tickets are only sold meanwhile, a sum that is too small
 * stays too small. A second read of the show detects returned tickets or a lower capacity:
 *
 *     show: returns 7 ── the stock adds up to too little ── show: returns 7 ✓ too many are sold
 *                                                        └─ show: returns 8   read again
 *
 * @throws ProblemError CAPACITY_BELOW_SOLD, SHOW_NOT_FOUND; StoreError STORE_UNAVAILABLE
 */
async function planCapacity(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  to: number,
  { nth, random }: { readonly nth: number; readonly random: () => number },
): Promise<NonNullable<ShowChanges['capacity']> | 'refused'> {
  const left = (await readStockOf(store, seen)).map(({ available }) => available);
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
