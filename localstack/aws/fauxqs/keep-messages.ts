import { crashSafe } from './crash-safe.ts';
import type { FauxqsStores, MessageLog } from './fauxqs-internals.ts';

type Persistence = NonNullable<FauxqsStores['sqsStore']['persistence']>;

/**
 * Loads the queues and messages that a log holds, and writes every later change to it.
 * The order is fauxqs's own (`startFauxqs` in its dist/app.js): load first, then attach, since
 * loading with the log attached would insert each queue again and so delete its messages.
 */
export const keepMessages = ({ sqsStore, snsStore }: FauxqsStores, log: MessageLog): void => {
  log.loadSqsAndSns(sqsStore, snsStore);
  // The same object seen by its public side: its class is hidden, so that TypeScript cannot know.
  const persistence = crashSafe(log) as unknown as Persistence;
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
};
