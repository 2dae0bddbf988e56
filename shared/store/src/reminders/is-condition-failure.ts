/** What DynamoDB answers when an item is not as the write wants it. */
export const CONDITION_FAILED = 'ConditionalCheckFailedException';

export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === CONDITION_FAILED;
