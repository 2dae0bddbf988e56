import { ShowId } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import { removeShow, type Store } from '@willcall/store';
import { type Again, tries } from './tries.ts';

export type RemovalDependencies = {
  readonly store: Store<'shows' | 'stock' | 'seats'>;
  readonly clock: () => Date;
  readonly random: () => number;
};

const gone: HttpReply = { status: 204 };

/**
 * `DELETE /shows/{showId}`: removes a show that has sold nothing, with its stock and seats. Repeatable:
 * after an interruption it goes on; of a show that is wholly gone it says so.
 *
 * @throws ProblemError SHOW_NOT_FOUND, SHOW_HAS_SALES, STORE_UNAVAILABLE
 */
export const deleteShow =
  (dependencies: RemovalDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { path, correlationId } = readRequest(event);
    const id = ShowId.safeParse(path.showId);
    if (!id.success) throw new ProblemError('SHOW_NOT_FOUND');
    return tries(() => remove(id.data, correlationId, dependencies), dependencies.random);
  };

async function remove(
  showId: string,
  correlationId: string,
  { store, clock }: RemovalDependencies,
): Promise<HttpReply | Again> {
  const removal = await removeShow(store, showId, { at: clock().toISOString(), correlationId });
  switch (removal) {
    case 'removed':
      return gone;
    case 'has-sales':
      throw new ProblemError('SHOW_HAS_SALES');
    case 'no-such-show':
      throw new ProblemError('SHOW_NOT_FOUND');
    case 'conflict':
      return removal;
  }
}
