import type { FauxqsStores, MessageLog } from './fauxqs-internals.ts';

type Persistence = NonNullable<FauxqsStores['s3Store']['persistence']>;

/**
 * Loads the buckets and objects that a log holds, and writes every later change to it, in the order
 * that ../sqs/keep-messages.ts keeps for the queues.
 */
export const keepObjects = ({ s3Store }: FauxqsStores, log: MessageLog): void => {
  // The same object seen by its public side, which its hidden class has too.
  const persistence = log as unknown as Persistence;
  persistence.loadS3(s3Store);
  s3Store.persistence = persistence;
};
