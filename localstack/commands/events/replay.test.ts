import { countMessages, type Queue } from '@willcall/messaging';
import { describe, expect, it } from 'vitest';
import { openTestQueues, put } from '../dead-letters/queues.fixture.ts';
import type { PublishOutcome, PublishRecord } from './publish-record.ts';
import { type ReplayOptions, replay } from './replay.ts';

/** A FIFO queue also works, and returns messages in the order in which they were sent. */
const parkedQueue = async (...sequences: readonly number[]): Promise<Queue> => {
  const { parked } = await openTestQueues();
  for (const sequence of sequences) {
    const dynamodb = { ApproximateCreationDateTime: 1, SequenceNumber: String(sequence) };
    const parkedAt = '2031-05-01T08:00:00Z';
    const body = { version: 1, reason: 'UNREADABLE_RECORD', parkedAt, record: { dynamodb } };
    await put(parked, String(sequence), JSON.stringify(body));
  }
  return parked;
};

const createPublisher = (outcomeOf: (sequence: number) => PublishOutcome) => {
  const seen: number[] = [];
  const publish: PublishRecord = async ({ dynamodb }) => {
    const sequence = Number(Reflect.get(Object(dynamodb), 'SequenceNumber'));
    seen.push(sequence);
    return outcomeOf(sequence);
  };
  return { seen, publish };
};

const replayOptions = (
  publish: PublishRecord,
  more: Partial<ReplayOptions> = {},
): ReplayOptions => ({
  publish,
  interrupt: new AbortController().signal,
  onSent: () => undefined,
  ...more,
});

describe('a replay of parked records', () => {
  it('publishes them in the order of their changes, whatever the order of the queue', async () => {
    const queue = await parkedQueue(10, 9, 100, 1, 55);
    const { seen, publish } = createPublisher(() => ({ outcome: 'published' }));
    const report = await replay(queue, replayOptions(publish));
    expect(report).toEqual({ sent: 5, kept: [], ended: 'drained' });
    expect(seen).toEqual([1, 9, 10, 55, 100]);
    expect(await countMessages(queue)).toEqual({ ready: 0, hidden: 0 });
  });

  it('tries unpublishable records once, and leaves them visible', async () => {
    const queue = await parkedQueue(1, 2, 3);
    const { seen, publish } = createPublisher((sequence) =>
      sequence === 2
        ? { outcome: 'unpublishable', reason: 'UNREADABLE_RECORD' }
        : { outcome: 'published' },
    );
    const report = await replay(queue, replayOptions(publish));
    expect(report).toMatchObject({ sent: 2, kept: [{ reason: 'UNREADABLE_RECORD' }] });
    expect(seen).toEqual([1, 2, 3]);
    expect(await countMessages(queue)).toEqual({ ready: 1, hidden: 0 });
  });
});

describe('a replay that ends early', () => {
  it('stops after the third failure in a row, and leaves all records parked', async () => {
    const queue = await parkedQueue(1, 2, 3, 4, 5);
    const { seen, publish } = createPublisher(() => ({ outcome: 'failed' }));
    expect(await replay(queue, replayOptions(publish))).toMatchObject({
      sent: 0,
      ended: 'unavailable',
    });
    expect(seen).toEqual([1, 2, 3]);
    expect(await countMessages(queue)).toEqual({ ready: 5, hidden: 0 });
  });

  it('finishes the current record on Ctrl-C, and leaves the others parked and visible', async () => {
    const queue = await parkedQueue(1, 2, 3);
    const { publish } = createPublisher(() => ({ outcome: 'published' }));
    const interrupt = new AbortController();
    const wanted = replayOptions(publish, {
      interrupt: interrupt.signal,
      onSent: () => interrupt.abort(),
    });
    expect(await replay(queue, wanted)).toEqual({ sent: 1, kept: [], ended: 'interrupted' });
    expect(await countMessages(queue)).toEqual({ ready: 2, hidden: 0 });
  });
});
