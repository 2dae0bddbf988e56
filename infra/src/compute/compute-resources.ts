import type { DataStack } from '../stacks/data-stack.ts';
import type { MessagingStack } from '../stacks/messaging-stack.ts';

/** What functions work with, made by the other stacks. */
export type ComputeResources = {
  readonly data: Pick<DataStack, 'tables' | 'buckets' | 'secret' | 'key' | 'flyersBaseUrl'>;
  readonly messaging: Pick<MessagingStack, 'queues' | 'bus' | 'failedTargets'>;
};
