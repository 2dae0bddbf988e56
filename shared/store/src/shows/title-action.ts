import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';
import { TITLES_PARTITION, titleKey } from './title-keys.ts';

/** Enters a name among the titles, so that their list needs no scan. A title is never taken out: one without shows is passed over. */
export const titleAction = (store: Store<'shows'>, name: string): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: { showId: titleKey(name) },
    // Not `name`: that would enter it into the by-name index, as if it were a show.
    UpdateExpression: 'SET startMonth = :titles, startKey = :name, title = :name',
    ExpressionAttributeValues: { ':titles': TITLES_PARTITION, ':name': name },
  },
});
