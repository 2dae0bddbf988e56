import type { ShowWithStock } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { cancelShow } from '@willcall/store';
import { foundShow } from './found-show.ts';
import type { ChangeDependencies } from './patch-show.ts';
import { showWithStock } from './show-with-stock.ts';
import { type Again, tries } from './tries.ts';

/**
 * `POST /shows/{showId}/cancel`: from now on nothing is sold, and a job cancels what was. Repeatable:
 * of a show that is cancelled already it is told how it is.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_BEGUN, STORE_UNAVAILABLE
 */
export const postCancellation =
  (dependencies: ChangeDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { path, correlationId } = readRequest(event);
    const show = await tries(
      () => cancel(path.showId, correlationId, dependencies),
      dependencies.random,
    );
    return { status: 202, body: show };
  };

async function cancel(
  showId: unknown,
  correlationId: string,
  { store, clock }: ChangeDependencies,
): Promise<ShowWithStock | Again> {
  const seen = await foundShow(store, showId);
  if (seen.cancelledAt !== undefined) return showWithStock(store, seen);
  const now = clock();
  if (Date.parse(seen.startsAt) <= now.getTime()) throw new ProblemError('SHOW_BEGUN');
  const cancelled = await cancelShow(store, seen, { at: now.toISOString(), correlationId });
  return typeof cancelled === 'string' ? cancelled : showWithStock(store, cancelled);
}
