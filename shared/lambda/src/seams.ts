import type { BusConnection, QueueConnection } from '@willcall/messaging';
import type { StoreConnection } from '@willcall/store';

/** Where a test may reach into a function: time, chance, and the calls to AWS. Left alone in production. */
export type Seams = {
  readonly clock?: () => Date;
  /** As Math.random: from 0 up to 1. */
  readonly random?: () => number;
  readonly dynamodbPlugins?: StoreConnection['plugins'];
  readonly sqsPlugins?: QueueConnection['plugins'];
  readonly eventBridgePlugins?: BusConnection['plugins'];
};
