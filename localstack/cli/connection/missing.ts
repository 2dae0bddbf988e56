/** Whether SQS says that there is no such queue; fauxqs gives the code of the older query protocol. */
export const isMissingQueue = (error: unknown): boolean =>
  error instanceof Error && /QueueDoesNotExist$|NonExistentQueue$/.test(error.name);

/** Whether EventBridge says that there is no such rule, or no such bus. */
export const isMissingRule = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';
