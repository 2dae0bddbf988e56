import { postponeMessages, receiveMessages } from '@willcall/messaging';
import { receiveDeadLetters } from '@willcall/worker';
import { describe, expect, test } from 'vitest';
import { onlyEmbedded } from '../../testing/provided.ts';
import { inspectDeadLetters } from './inspect-dead-letters.ts';
import { drainQueue, openTestQueues, put } from './queues.fixture.ts';

const fillQueue = async () => {
  const queues = await openTestQueues();
  for (const body of ['a1', 'a2', 'b1']) await put(queues.dead, body.slice(0, 1), body);
  return { ...queues, inspectedAt: queues.inspectionEndpoint ?? '' };
};

describe('queue inspection', () => {
  onlyEmbedded('SQS');

  test('shows all messages, also hidden and blocked ones, and changes no receive count', async () => {
    const { dead, inspectedAt } = await fillQueue();
    const received = await receiveMessages(dead, { visibility: 60, wait: 0 });
    const hidden = received.filter(({ body }) => body === 'b1');
    await postponeMessages(
      dead,
      received.map(({ receiptHandle, body }) => ({
        receiptHandle,
        delaySeconds: body === 'b1' ? 900 : 0,
      })),
    );
    expect(hidden).toHaveLength(1);

    const reads = [1, 2].map(() => inspectDeadLetters(inspectedAt, dead, 'dead'));
    for (const deadLetters of await Promise.all(reads)) {
      expect(deadLetters.map(({ body }) => body)).toEqual(['a1', 'a2', 'b1']);
      expect(deadLetters.find(({ body }) => body === 'b1')).toMatchObject({ receiveCount: 1 });
      const nextTry = deadLetters.find(({ body }) => body === 'b1')?.hiddenUntil?.getTime() ?? 0;
      expect(Math.abs(nextTry - Date.now() - 900_000)).toBeLessThan(60_000);
      expect(deadLetters.find(({ body }) => body === 'a2')).toMatchObject({
        hiddenUntil: undefined,
      });
    }
  });

  test('reports a missing queue in a sentence', async () => {
    const { inspectedAt } = await fillQueue();
    const url = `${inspectedAt}/000000000000/nothing.fifo`;
    await expect(inspectDeadLetters(inspectedAt, { url }, 'dead')).rejects.toThrow(
      /^The local SQS at .* has no queue nothing\.fifo\.$/,
    );
  });
});

test('reads any other SQS by receiving, and releases everything at once, in order', async () => {
  const { dead } = await fillQueue();
  const seen = await receiveDeadLetters(dead, 'dead');
  expect(seen.map(({ body }) => body)).toEqual(expect.arrayContaining(['a1', 'b1']));

  const all = await drainQueue(dead);
  expect(all.map(({ body }) => body).filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2']);
  expect(all).toHaveLength(3);
  // SQS counts every receive, so the local SQS is read by inspection instead.
  expect(all.find(({ body }) => body === 'b1')).toMatchObject({ receiveCount: 2 });
});
