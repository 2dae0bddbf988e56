import * as z from 'zod';
import { EventsError } from '../events-error.ts';

/** A bus by name or ARN, which any operation may leave out. */
export const EventBusName = z.string().min(1).max(1_600).optional();

/**
 * Checks a request's body.
 * @throws EventsError ValidationException
 */
export const parseInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(describe);
  throw new EventsError(
    'ValidationException',
    `${reasons.length} validation error detected: ${reasons.join('; ')}`,
  );
};

const describe = (issue: z.core.$ZodIssue): string => {
  const at = issue.path.length === 0 ? 'the request' : `'${issue.path.join('.')}'`;
  if (issue.code === 'unrecognized_keys') {
    return `${issue.keys.join(', ')} at ${at} is not supported by the local event bus`;
  }
  return `Value at ${at} failed to satisfy constraint: ${issue.message}`;
};
