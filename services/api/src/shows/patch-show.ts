import { ShowChange, type ShowWithStock } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, parse, readRequest, requireAdmin } from '@willcall/lambda';
import { changeShow, type Store } from '@willcall/store';
import { askedChanges } from './asked-changes.ts';
import { foundShow } from './found-show.ts';
import { plannedCapacity } from './planned-capacity.ts';
import { requirePossible } from './require-possible.ts';
import { showWithStock } from './show-with-stock.ts';
import { type Again, tries } from './tries.ts';

export type ChangeDependencies = {
  readonly store: Store<'shows' | 'stock'>;
  readonly clock: () => Date;
  readonly random: () => number;
};

type AskedOf = { readonly showId: unknown; readonly asked: ShowChange; readonly by: string };

/**
 * `PATCH /shows/{showId}`: a new price, start, sale window or capacity, a pause of the sale. All of it
 * becomes so at once, or it is refused as a whole. What is so already is not changed, and not announced,
 * so that the same request may be sent again.
 *
 * @throws ProblemError INVALID_REQUEST, SHOW_NOT_FOUND, SHOW_CANCELLED, WRONG_SEATING,
 *   CAPACITY_BELOW_SOLD, STORE_UNAVAILABLE
 */
export const patchShow =
  (dependencies: ChangeDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, path, correlationId } = readRequest(event);
    const wish = { showId: path.showId, asked: parse(ShowChange, body), by: correlationId };
    const show = await tries((nth) => change(wish, nth, dependencies), dependencies.random);
    return { status: 200, body: show };
  };

async function change(
  { showId, asked, by }: AskedOf,
  nth: number,
  { store, clock, random }: ChangeDependencies,
): Promise<ShowWithStock | Again> {
  const seen = await foundShow(store, showId);
  requirePossible(seen, asked);
  const { capacity: to, ...different } = askedChanges(seen, asked);
  if (to === undefined && Object.keys(different).length === 0) return showWithStock(store, seen);
  const capacity = to && (await plannedCapacity(store, seen, to, { nth, random }));
  if (capacity === 'refused') return capacity;
  const changed = await changeShow(store, seen, {
    ...different,
    ...(capacity && { capacity }),
    at: clock().toISOString(),
    correlationId: by,
  });
  return typeof changed === 'string' ? changed : showWithStock(store, changed);
}
