import { type Handler, ProblemError } from '@willcall/lambda';
import {
  cancelShow as cancelRecord,
  removeShow as removeRecord,
  type Store,
} from '@willcall/store';
import { type ChangeDependencies, retryUntilWritten } from './change-show.ts';
import { findShow, showWithStock } from './show-resource.ts';

/** The tickets of a cancelled show. Its stock is not read, so a damaged one cannot report a failure. */
const NONE = { available: 0, held: 0 };

/**
 * `POST /shows/{showId}/cancel`: stops the sale. A job then cancels the confirmed purchases. Repeatable: a
 * cancelled show is returned as it is.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_BEGUN, STORE_UNAVAILABLE
 */
export const cancelShow =
  ({ store, clock, random }: ChangeDependencies): Handler<'cancelShow'> =>
  ({ path: { showId }, correlationId }) =>
    retryUntilWritten(async () => {
      const seen = await findShow(store, showId);
      const now = clock();
      if (seen.cancelledAt !== undefined) return showWithStock(seen, NONE, now);
      if (Date.parse(seen.startsAt) <= now.getTime()) throw new ProblemError('SHOW_BEGUN');
      const cancelled = await cancelRecord(store, seen, { at: now.toISOString(), correlationId });
      return typeof cancelled === 'string' ? cancelled : showWithStock(cancelled, NONE, now);
    }, random);

/**
 * `DELETE /shows/{showId}`: removes a show without sales, with its stock and seats. Repeatable: a repeated
 * call continues an interrupted one, and returns SHOW_NOT_FOUND once everything is removed.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_HAS_SALES, STORE_UNAVAILABLE
 */
export const removeShow =
  ({
    store,
    clock,
    random,
  }: Omit<ChangeDependencies, 'store'> & {
    readonly store: Store<'shows' | 'stock' | 'journal' | 'seats'>;
  }): Handler<'removeShow'> =>
  ({ path: { showId }, correlationId }) =>
    retryUntilWritten(async () => {
      const removal = await removeRecord(store, showId, {
        at: clock().toISOString(),
        correlationId,
      });
      switch (removal) {
        case 'removed':
          return undefined;
        case 'has-sales':
          throw new ProblemError('SHOW_HAS_SALES');
        case 'no-such-show':
          throw new ProblemError('SHOW_NOT_FOUND');
        case 'conflict':
          return removal;
      }
    }, random);
