/**
 * The sort key of a purchase's reminder. The user id is preceded by its length: it may hold any
 * printable ASCII character, `#` too.
 */
export const purchaseRef = (userId: string, recordKey: string): string =>
  `${userId.length}#${userId}#${recordKey}`;

/** The one item of the Reminders table that is no reminder: how far the sweep came. */
export const SWEEP_KEY = { dueKey: '#sweep', purchaseRef: 'position' } as const;
