import type { MessageLog } from './fauxqs-internals.ts';

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
export const crashSafe = (log: MessageLog): MessageLog => {
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
  log.updateMessageReady = makeReady(log);
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
const makeReady = (log: MessageLog): ((messageId: string) => void) => {
  const update = log.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  return (messageId) => {
    update.run(messageId);
  };
};
