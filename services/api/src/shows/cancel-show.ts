import { type Handler, ProblemError } from '@willcall/lambda';
import {
  cancelShow as cancelRecord,
  removeShow as removeRecord,
  type Store,
} from '@willcall/store';
import { type ChangeDependencies, untilItHolds } from './change-show.ts';
import { findShow, showWithStock } from './show-resource.ts';

/**
 * `POST /shows/{showId}/cancel`: from now on nothing is sold, and a job cancels what was. Repeatable:
 * of a show that is cancelled already it is told how it is.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_BEGUN, STORE_UNAVAILABLE
 */
export const cancelShow =
  ({ store, clock, random }: ChangeDependencies): Handler<'cancelShow'> =>
  ({ path: { showId }, correlationId }) =>
    untilItHolds(async () => {
      const seen = await findShow(store, showId);
      if (seen.cancelledAt !== undefined) return showWithStock(store, seen);
      const now = clock();
      if (Date.parse(seen.startsAt) <= now.getTime()) throw new ProblemError('SHOW_BEGUN');
      const cancelled = await cancelRecord(store, seen, { at: now.toISOString(), correlationId });
      return typeof cancelled === 'string' ? cancelled : showWithStock(store, cancelled);
    }, random);

/**
 * `DELETE /shows/{showId}`: removes a show that has sold nothing, with its stock and seats. Repeatable:
 * after an interruption it goes on; of a show that is wholly gone it says so.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_HAS_SALES, STORE_UNAVAILABLE
 */
export const removeShow =
  ({
    store,
    clock,
    random,
  }: Omit<ChangeDependencies, 'store'> & {
    readonly store: Store<'shows' | 'stock' | 'seats'>;
  }): Handler<'removeShow'> =>
  ({ path: { showId }, correlationId }) =>
    untilItHolds(async () => {
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
