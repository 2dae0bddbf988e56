import type * as z from 'zod';
import { StoreError } from './errors.ts';

/** A record as its schema says, or a StoreError that names the wrong attributes and none of their values. */
export function readRecord<S extends z.ZodType>(
  schema: S,
  item: unknown,
  what: string,
): z.output<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || '(whole)').join(', ');
  throw new StoreError('RECORD_UNREADABLE', `${what} cannot be read: ${wrong}`);
}
