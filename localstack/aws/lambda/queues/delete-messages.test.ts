import { DeleteMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test, vi } from 'vitest';
import { deleteMessages } from './delete-messages.ts';

const messages = ['a', 'b', 'c'].map((id) => ({ MessageId: id, ReceiptHandle: `handle-${id}` }));

/** A client that answers each batch with the entries it is told to refuse. */
const refusing = (...refused: readonly string[][]) => {
  const client = new SQSClient({ region: 'us-east-1' });
  const sent: string[][] = [];
  vi.spyOn(client, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof DeleteMessageBatchCommand)) throw new TypeError('unexpected');
    const { Entries = [] } = command.input;
    sent.push(Entries.map(({ ReceiptHandle = '' }) => ReceiptHandle));
    const names = refused[sent.length - 1] ?? [];
    const Failed = Entries.filter(({ ReceiptHandle = '' }) => names.includes(ReceiptHandle));
    return { Failed };
  });
  return { client, sent };
};

test('what SQS refused to delete is tried again, and only that', async () => {
  const { client, sent } = refusing(['handle-b']);
  expect(await deleteMessages(client, 'url', messages)).toEqual([]);
  expect(sent).toEqual([['handle-a', 'handle-b', 'handle-c'], ['handle-b']]);
});

test('what cannot be deleted is returned after three attempts', async () => {
  const { client, sent } = refusing(['handle-b'], ['handle-b'], ['handle-b']);
  expect(await deleteMessages(client, 'url', messages)).toEqual([messages[1]]);
  expect(sent).toHaveLength(3);
});

test('nothing to delete is no call', async () => {
  const { client, sent } = refusing();
  await deleteMessages(client, 'url', []);
  expect(sent).toEqual([]);
});
