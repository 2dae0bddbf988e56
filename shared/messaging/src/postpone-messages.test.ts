import { describe, expect, it } from 'vitest';
import { MessagingError } from './errors.ts';
import { postponeMessages } from './postpone-messages.ts';
import { sentToSqs } from './sent-to-sqs.fixture.ts';

const ten = Array.from({ length: 10 }, (_, index) => ({
  receiptHandle: `receipt-${index}`,
  delaySeconds: 2 ** index,
}));

describe('messages that are postponed', () => {
  it('are postponed in one call, each by its own delay', async () => {
    const { queue, sent } = sentToSqs();
    await postponeMessages(queue, ten);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      command: 'ChangeMessageVisibilityBatchCommand',
      input: {
        QueueUrl: queue.url,
        Entries: ten.map(({ receiptHandle, delaySeconds }) => ({
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: delaySeconds,
        })),
      },
    });
  });

  it('have distinct ids within the call, as SQS wants them', async () => {
    const { queue, sent } = sentToSqs();
    await postponeMessages(queue, ten);
    const entries: unknown = Reflect.get(sent[0]?.input ?? {}, 'Entries');
    const ids = Array.isArray(entries) ? entries.map((entry) => Reflect.get(entry, 'Id')) : [];
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });

  it.each([
    ['all were taken', {}, 0],
    ['two were refused', { Failed: [{ Id: '0' }, { Id: '3' }] }, 2],
  ])('are counted when refused: %s', async (_, reply, refused) => {
    const { queue } = sentToSqs(() => reply);
    expect(await postponeMessages(queue, ten)).toBe(refused);
  });

  it('are a MessagingError when the call failed as a whole', async () => {
    const cause = new Error('unreachable');
    const { queue } = sentToSqs(() => Promise.reject(cause));
    const error: unknown = await postponeMessages(queue, ten).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MessagingError);
    expect(error).toMatchObject({ cause });
  });
});
