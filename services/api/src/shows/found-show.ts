import { ProblemError } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';

/** The show of a path, read consistently: whoever has just made it sees it. @throws ProblemError SHOW_NOT_FOUND */
export async function foundShow(store: Store<'shows'>, showId = ''): Promise<ShowRecord> {
  const show = showId === '' ? undefined : await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new ProblemError('SHOW_NOT_FOUND');
  return show;
}
