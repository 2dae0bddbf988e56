import type { DatabaseSync } from 'node:sqlite';
import type { buildApp } from 'fauxqs';

/** The stores in which fauxqs keeps its queues, topics and buckets. */
export type FauxqsStores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;

/** The part of fauxqs's PersistenceManager that writes messages to SQLite. */
export type MessageLog = {
  readonly db: DatabaseSync;
  loadSqsAndSns(sqs: FauxqsStores['sqsStore'], sns: FauxqsStores['snsStore']): void;
  insertQueue(...args: never[]): void;
  deleteQueue(...args: never[]): void;
  updateQueueAttributes(...args: never[]): void;
  updateQueueSequenceCounter(...args: never[]): void;
  insertMessage(...args: never[]): void;
  deleteMessage(...args: never[]): void;
  deleteQueueMessages(...args: never[]): void;
  updateMessageInflight(...args: never[]): void;
  updateMessageReady(messageId: string): void;
  close(): void;
};

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const REFUSED_BY_SQS = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Loads the stores and the persistence of fauxqs, which it does not export. Only `startFauxqs` connects
 * them, and it listens on every interface. The version is pinned, and the tests of this folder fail if
 * a newer version moves these files.
 */
export const loadFauxqsInternals = async (): Promise<{
  stores: FauxqsStores;
  openMessageLog: (folder: string) => MessageLog;
}> => {
  const entry = import.meta.resolve('fauxqs');
  const load = (path: string) => import(new URL(path, entry).href);
  const [{ SqsStore }, sqsTypes, { SnsStore }, { S3Store }, { PersistenceManager }] =
    await Promise.all([
      load('sqs/sqsStore.js'),
      load('sqs/sqsTypes.js'),
      load('sns/snsStore.js'),
      load('s3/s3Store.js'),
      load('persistence.js'),
    ]);
  // fauxqs accepts characters only up to U+FFFD. It would refuse an emoji, which SQS accepts.
  Object.assign(sqsTypes.INVALID_MESSAGE_BODY_CHAR, {
    test: (body: string) => REFUSED_BY_SQS.test(body),
  });
  return {
    stores: { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() },
    openMessageLog: (folder) => overwriteDeleted(new PersistenceManager(folder)),
  };
};

/** Written to the database once what earlier versions deleted has been overwritten. */
const OVERWRITES_DELETED = 1;

/**
 * Makes the database overwrite what it deletes with zeros. Messages contain names and e-mail addresses,
 * which would otherwise stay in the file. The write-ahead log still has them until the process stops; one
 * that a killed process left is emptied first.
 * Source: https://www.sqlite.org/pragma.html#pragma_secure_delete
 */
const overwriteDeleted = (log: MessageLog): MessageLog => {
  log.db.exec('PRAGMA secure_delete = ON; PRAGMA wal_checkpoint(TRUNCATE)');
  const version = log.db.prepare('PRAGMA user_version').get()?.user_version;
  if (version !== OVERWRITES_DELETED) {
    log.db.exec(`VACUUM; PRAGMA user_version = ${OVERWRITES_DELETED}`);
  }
  return log;
};
