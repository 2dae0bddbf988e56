import { type BucketDefinition, buckets } from '../../definitions/buckets.ts';
import { rules } from '../../definitions/buses.ts';
import type { FunctionId } from '../../definitions/functions.ts';

/**
 * Whether each of a function's invocations matters, and nobody waits for it: an event or an upload. A
 * scheduled one is made up for by the next.
 */
export const isInvokedAsynchronously = (id: FunctionId): boolean =>
  rules.some((rule) => rule.function === id) ||
  Object.values<BucketDefinition>(buckets).some((bucket) => bucket.onObjectCreated === id);
