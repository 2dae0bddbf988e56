import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { loadFauxqsInternals } from './fauxqs-internals.ts';
import { keepMessages, makeCrashSafe } from './message-log.ts';

/** Reads the messages that another process would find if this one died now. */
const readStoredMessages = (folder: string): unknown[] => {
  const database = new DatabaseSync(`${folder}/fauxqs.db`, { readOnly: true });
  try {
    return database.prepare('SELECT queue_name, body FROM sqs_messages').all();
  } finally {
    database.close();
  }
};

test('no crash loses a message between its queue and the dead-letter queue', async () => {
  const folder = await createTemporaryFolder();
  const { stores, openMessageLog } = await loadFauxqsInternals();
  const log = openMessageLog(folder);
  const { sqsStore } = stores;
  const dead = sqsStore.createQueue('dead', 'http://x/1/dead', 'arn:dead', {});
  const redrive = { deadLetterTargetArn: 'arn:dead', maxReceiveCount: 0 };
  const work = sqsStore.createQueue('work', 'http://x/1/work', 'arn:work', {
    RedrivePolicy: JSON.stringify(redrive),
  });
  keepMessages(stores, log);
  for (const queue of [dead, work]) sqsStore.persistence?.insertQueue(queue);
  const { SqsStore } = await import(new URL('sqs/sqsStore.js', import.meta.resolve('fauxqs')).href);
  work.enqueue(SqsStore.createMessage('poison'));
  await Promise.resolve();
  expect(readStoredMessages(folder)).toEqual([{ queue_name: 'work', body: 'poison' }]);
  work.dequeue(1, undefined, () => dead);
  expect(readStoredMessages(folder)).toEqual([{ queue_name: 'work', body: 'poison' }]);
  await Promise.resolve();
  expect(readStoredMessages(folder)).toEqual([{ queue_name: 'dead', body: 'poison' }]);
  log.close();
});

test('negative control: fauxqs itself refuses to make a kept message visible at once', async () => {
  const { openMessageLog } = await loadFauxqsInternals();
  const log = openMessageLog(await createTemporaryFolder());
  log.db.exec(`
    INSERT INTO sqs_queues VALUES ('q', 'url', 'arn', '{}', '{}', 0, 0, 0);
    INSERT INTO sqs_messages (message_id, queue_name, body, md5_of_body, message_attributes,
      md5_of_message_attributes, sent_timestamp) VALUES ('m', 'q', '', '', '', '', 0);
  `);
  expect(() => log.updateMessageReady('m')).toThrow(/NOT NULL/);
  makeCrashSafe(log).updateMessageReady('m');
  await Promise.resolve();
  log.close();
});

const ERASED = 'erased-holder@example.com';

const INSERT_MESSAGE = `
  INSERT OR IGNORE INTO sqs_queues VALUES ('q', 'url', 'arn', '{}', '{}', 0, 0, 0);
  INSERT INTO sqs_messages (message_id, queue_name, body, md5_of_body, message_attributes,
    md5_of_message_attributes, sent_timestamp) VALUES ('m', 'q', '${ERASED}', '', '', '', 0);
`;

const containsErased = async (folder: string): Promise<boolean> =>
  (await readFile(`${folder}/fauxqs.db`)).includes(ERASED);

test('a deleted message stayed in the file of SQS, where anybody could read it', async () => {
  const { openMessageLog } = await loadFauxqsInternals();
  const folder = await createTemporaryFolder();
  openMessageLog(folder).close();
  // As an earlier version has left it.
  const earlier = new DatabaseSync(`${folder}/fauxqs.db`);
  earlier.exec(`${INSERT_MESSAGE} DELETE FROM sqs_messages; PRAGMA user_version = 0`);
  earlier.close();
  expect(await containsErased(folder)).toBe(true);
  const log = openMessageLog(folder);
  log.close();
  expect(await containsErased(folder)).toBe(false);
  const next = openMessageLog(folder);
  next.db.exec(INSERT_MESSAGE);
  next.db.exec('DELETE FROM sqs_messages');
  next.close();
  expect(await containsErased(folder)).toBe(false);
});
