import { CALENDAR_KEY, startMonth } from '../keys.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/** Enters the month of a start into the calendar, so that lists find it. A month is never taken out. */
export const calendarAction = (store: Store<'shows'>, startsAt: string): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: { showId: CALENDAR_KEY },
    UpdateExpression: 'ADD months :month',
    ExpressionAttributeValues: { ':month': new Set([startMonth(startsAt)]) },
  },
});
