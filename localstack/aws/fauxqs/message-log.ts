import type { FauxqsStores, MessageLog } from './fauxqs-internals.ts';

type SqsPersistence = NonNullable<FauxqsStores['sqsStore']['persistence']>;

type S3Persistence = NonNullable<FauxqsStores['s3Store']['persistence']>;

/**
 * Loads the queues and messages from a log, and writes every later change to it.
 * The log is attached after loading, as in fauxqs (`startFauxqs` in dist/app.js). Otherwise loading
 * would insert each queue again and delete its messages.
 */
export const keepMessages = ({ sqsStore, snsStore }: FauxqsStores, log: MessageLog): void => {
  giveBackMessages(log);
  log.loadSqsAndSns(sqsStore, snsStore);
  // The same object with its public type. Its class is not exported, so TypeScript cannot check this.
  const persistence = makeCrashSafe(log) as unknown as SqsPersistence;
  sqsStore.persistence = persistence;
  snsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence;
};

/**
 * Makes every message visible that was received but not deleted. Its receiver ended with the stack, so it
 * is hidden from everybody until its visibility timeout ends: six minutes for a dead letter. The receive
 * count stays, so a message that ends the stack each time still reaches its dead-letter queue. A receiver
 * outside the stack can get its message twice, as SQS allows.
 */
const giveBackMessages = (log: MessageLog): void =>
  log.db.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');

/**
 * Loads the buckets and objects from a log, and then writes every later change to it, in the same order
 * as `keepMessages`.
 */
export const keepObjects = ({ s3Store }: FauxqsStores, log: MessageLog): void => {
  // The same object with its public type. Its class is not exported.
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
 * Puts all writes of one SQS request into one transaction.
 *
 * fauxqs commits each statement separately. It moves a message to the dead-letter queue with a delete
 * and an insert, and a crash between the two loses the message. The commit runs in a microtask before
 * the reply, whose microtask is queued after the writes of the request.
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
 * fauxqs 2.4.1 sets the receive count to NULL here, which its own schema refuses. A request that makes
 * a message visible at once then fails with 500 after the message was removed from memory, and the
 * message does not appear again before a restart. This version keeps the count, as SQS does.
 */
const createUpdateMessageReady = (log: MessageLog): ((messageId: string) => void) => {
  const update = log.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  return (messageId) => {
    update.run(messageId);
  };
};
