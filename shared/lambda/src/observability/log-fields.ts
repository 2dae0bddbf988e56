/**
 * All that may ever be logged beside a constant message: names, counts, codes and ids of ours. No
 * holder, no card, no token, no body. A field not named here is dropped by the formatter, whatever a
 * library adds.
 */
export const loggedFields = [
  'correlationId',
  'purchaseId',
  'showId',
  'messageId',
  'objectKey',
  'route',
  'status',
  'code',
  'reason',
  'count',
  'receiveCount',
] as const;

export type LogFields = Partial<Record<(typeof loggedFields)[number], string | number>> & {
  readonly error?: unknown;
};
