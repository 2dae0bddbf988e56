import type * as z from 'zod';
import { ProblemError } from './problem-error.ts';

/** What may be the name of a field. Anything else, such as a card number, is a value gone astray. */
const FIELD_NAME = /^[A-Za-z_]{1,32}$/;

/**
 * A body or query as its schema says.
 *
 * @throws ProblemError INVALID_REQUEST with every wrong place; no value is repeated.
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ProblemError('INVALID_REQUEST', {
    errors: parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, FIELD_NAME.test(key) ? key : '?'].join('.'),
            message: 'is not a field of this request',
          }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    ),
  });
}
