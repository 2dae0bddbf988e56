/**
 * The idempotency barrier: a purchase is decided by whoever first puts its record, for ever. SQS's
 * own deduplication forgets after five minutes, this does not.
 *
 *     receive ── put(not exists) ✓ ── reply lost ── visible again ── receive ── put(not exists) ✗ done
 */
export const isFirstDecision = {
  ConditionExpression: 'attribute_not_exists(recordKey)',
} as const;
