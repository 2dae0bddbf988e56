import * as z from 'zod';

const BatchResponse = z
  .object({
    batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullish();

/**
 * The ids of the messages that a function reported as failed, or 'all' where its answer makes the
 * whole batch a failure: something else than a list, a bad key, an empty or unknown id.
 * No list, or an empty one, means that all of them succeeded.
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
