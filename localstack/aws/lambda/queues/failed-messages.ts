import * as z from 'zod';

const BatchResponse = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullish();

/**
 * Returns the ids of the messages that a function reported as failed. Returns 'all' if the response is
 * not valid: not a list, a wrong key, or an empty or unknown id. A missing or empty list means that
 * all messages succeeded.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const readFailedMessages = (
  result: unknown,
  messageIds: ReadonlySet<string>,
): ReadonlySet<string> | 'all' => {
  const parsed = BatchResponse.safeParse(result);
  if (!parsed.success) return 'all';
  const failures = parsed.data?.batchItemFailures ?? [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  return [...failed].every((id) => messageIds.has(id)) ? failed : 'all';
};
