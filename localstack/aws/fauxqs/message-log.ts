import type { FauxqsStores, MessageLog } from './fauxqs-internals.ts';

type SqsPersistence = NonNullable<FauxqsStores['sqsStore']['persistence']>;

type S3Persistence = NonNullable<FauxqsStores['s3Store']['persistence']>;

/**
 * Loads the queues and messages that a log holds, and writes every later change to it.
 * The order is fauxqs's own (`startFauxqs` in its dist/app.js): load first, then attach, since
 * loading with the log attached would insert each queue again and so delete its messages.
 */
export const keepMessages = ({ sqsStore, snsStore }: FauxqsStores, log: MessageLog): void => {
  log.loadSqsAndSns(sqsStore, snsStore);
  // The same object seen by its public side: its class is hidden, so that TypeScript cannot know.
  const persistence = makeCrashSafe(log) as unknown as SqsPersistence;
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
};

/**
 * Loads the buckets and objects that a log holds, and writes every later change to it, in the order
 * that `keepMessages` keeps for the queues.
 */
export const keepObjects = ({ s3Store }: FauxqsStores, log: MessageLog): void => {
  // The same object seen by its public side, which its hidden class has too.
  const persistence = log as unknown as S3Persistence;
  persistence.loadS3(s3Store);
  s3Store.persistence = persistence;
};

const WRITES = [
  'insertQueue',
  'deleteQueue',
  'updateQueueAttributes',
  'updateQueueSequenceCounter',
  'insertMessage',
  'deleteMessage',
  'deleteQueueMessages',
  'updateMessageInflight',
  'updateMessageReady',
] as const;

/**
 * Makes everything that one SQS request writes one transaction.
 *
 * fauxqs commits each statement by itself: it moves a message to the dead letters by deleting it
 * here and inserting it there, and a crash between the two loses it. The commit is a microtask: it
 * comes before the reply, whose own microtask is queued after the request's writes.
 */
export const makeCrashSafe = (log: MessageLog): MessageLog => {
  let open = false;
  const begin = () => {
    if (open) return;
    open = true;
    log.db.exec('BEGIN IMMEDIATE');
    queueMicrotask(() => {
      open = false;
      log.db.exec('COMMIT');
    });
  };
  log.updateMessageReady = createUpdateMessageReady(log);
  for (const name of WRITES) {
    const write: (...args: never[]) => void = log[name].bind(log);
    log[name] = (...args: never[]) => {
      begin();
      write(...args);
    };
  }
  return log;
};

/**
 * fauxqs 2.4.1 sets the receive count to NULL here, which its own schema refuses: the request that
 * makes a message visible at once fails with 500 after the message has left the memory, so that it
 * is not seen again before a restart. The count is kept, as SQS keeps it.
 */
const createUpdateMessageReady = (log: MessageLog): ((messageId: string) => void) => {
  const update = log.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  return (messageId) => {
    update.run(messageId);
  };
};
