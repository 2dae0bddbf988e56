import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { onlyOn } from '../support/backend/only-on.ts';
import { bodies, scratchQueues } from './scratch/scratch-queues.ts';

describe('as on AWS', () => {
  test('a message in flight blocks its group but no other group', async () => {
    const { send, receive, receiveOne, remove } = await scratchQueues();
    await send('a', 'a1');
    await send('a', 'a2');
    const [first] = await receiveOne();
    await send('b', 'b1');
    expect(bodies(await receive())).toEqual(['b1']);
    if (first !== undefined) await remove(first);
    expect(bodies(await receive())).toEqual(['a2']);
  });

  test('a group keeps its order when a message becomes visible again', async () => {
    const { send, receiveOne, showAgain, remove } = await scratchQueues();
    for (const body of ['1', '2', '3']) await send('g', body);
    const order: (string | undefined)[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const [message] = await receiveOne();
      order.push(message?.Body);
      if (message !== undefined) await (turn === 0 ? showAgain(message) : remove(message));
    }
    expect(order).toEqual(['1', '1', '2', '3']);
  });

  test('the receive after the last allowed one moves a message to the dead-letter queue', async () => {
    const { send, receive, showAgain, deadUrl } = await scratchQueues({ maxReceiveCount: 2 });
    await send('g', 'poison');
    for (let turn = 1; turn <= 2; turn += 1) {
      const [message] = await receive();
      expect(message?.Attributes?.ApproximateReceiveCount).toBe(String(turn));
      if (message !== undefined) await showAgain(message);
    }
    expect(await receive(deadUrl)).toEqual([]);
    expect(await receive()).toEqual([]);
    const [dead] = await receive(deadUrl);
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { MessageGroupId: 'g', MessageDeduplicationId: 'g-poison' },
    });
  });

  test('a message that moves to the dead-letter queue unblocks its group', async () => {
    const { send, receive, receiveOne, showAgain } = await scratchQueues({ maxReceiveCount: 1 });
    await send('g', 'poison');
    await send('g', 'good');
    const [poison] = await receiveOne();
    if (poison !== undefined) await showAgain(poison);
    expect(bodies(await receive())).toEqual(['good']);
  });

  test('a duplicate in a group is accepted but not delivered', async () => {
    const { send, receive, remove } = await scratchQueues();
    const first = await send('g', 'x');
    const second = await send('g', 'x');
    expect(second.MessageId).toBe(first.MessageId);
    const [message] = await receive();
    if (message !== undefined) await remove(message);
    expect(await receive()).toEqual([]);
  });
});

describe('different from AWS', () => {
  onlyOn('embedded', 'It describes fauxqs. LocalStack has its own SQS.');

  test('a receive returns one message of a group; AWS returns as many as it can', async () => {
    const { send, receive } = await scratchQueues();
    for (const body of ['a1', 'a2', 'a3']) await send('a', body);
    await send('b', 'b1');
    expect(bodies(await receive()).toSorted()).toEqual(['a1', 'b1']);
  });

  test('deduplication is per queue; on AWS it is per group if the queue is configured so', async () => {
    const { send, receive } = await scratchQueues();
    await send('a', 'a1', { MessageDeduplicationId: 'same' });
    await send('b', 'b1', { MessageDeduplicationId: 'same' });
    expect(bodies(await receive())).toEqual(['a1']);
  });

  test('the system attribute AWSTraceHeader is dropped; AWS delivers it', async () => {
    const { send, receive } = await scratchQueues();
    const StringValue = 'Root=1-67891233-abcdef012345678912345678';
    await send('g', 'traced', {
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue } },
    });
    const [message] = await receive();
    expect(message?.Attributes).toHaveProperty('MessageGroupId');
    expect(message?.Attributes).not.toHaveProperty('AWSTraceHeader');
  });

  test('an aborted long poll still receives the next message; AWS detects the closed connection', async () => {
    const { client, url, send, receive } = await scratchQueues();
    const abandoned = new AbortController();
    const poll = client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), {
      abortSignal: abandoned.signal,
    });
    // When this later call is answered, the server has accepted the poll on its own connection. The lost
    // message below confirms it.
    await receive();
    abandoned.abort();
    await expect(poll).rejects.toThrow();
    await send('g', 'lost for now');
    expect(await receive()).toEqual([]);
  });

  test('a duplicate queue name is refused with an error that the SDK has no class for', async () => {
    const { client, url } = await scratchQueues();
    const QueueName = new URL(url).pathname.split('/').at(-1);
    const Attributes = { FifoQueue: 'true', VisibilityTimeout: '1' };
    const again = client.send(new CreateQueueCommand({ QueueName, Attributes }));
    await expect(again).rejects.toMatchObject({
      name: 'AWS.SimpleQueueService.QueueNameExists',
    });
  });

  test('the throughput of a FIFO queue cannot be changed; on AWS it can', async () => {
    const { client, url } = await scratchQueues();
    const Attributes = { FifoThroughputLimit: 'perQueue' };
    const changed = client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await expect(changed).rejects.toThrow('Unknown attribute');
  });
});
