import { ShowId } from '@willcall/contracts';
import { ProblemError } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';

/** The show of a path, read consistently: whoever has just made it sees it. @throws ProblemError SHOW_NOT_FOUND */
export async function foundShow(store: Store<'shows'>, showId: unknown): Promise<ShowRecord> {
  const id = ShowId.safeParse(showId);
  const show = id.success ? await readShow(store, id.data, { consistent: true }) : undefined;
  if (show === undefined) throw new ProblemError('SHOW_NOT_FOUND');
  return show;
}
