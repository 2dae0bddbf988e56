import { countMessages, type Queue } from '@willcall/messaging';
import { type RedriveOptions, redrive } from '@willcall/worker';
import { describe, expect, test } from 'vitest';
import { drainQueue, failing, openTestQueues, put } from './queues.fixture.ts';

const makeOptions = (more: Partial<RedriveOptions> = {}): RedriveOptions => ({
  clock: () => new Date(),
  interrupt: new AbortController().signal,
  onSent: () => undefined,
  ...more,
});

const drainBodies = async (queue: Queue): Promise<string[]> =>
  (await drainQueue(queue)).map(({ body }) => body);

const filterByGroup = (group: string, all: readonly string[]) =>
  all.filter((body) => body.startsWith(group));

const park = async (parked: Queue, ...all: readonly string[]): Promise<void> => {
  for (const body of all) await put(parked, body.slice(0, 1), body);
};

describe('parked messages that are sent back', () => {
  test('arrive unchanged, in group order, and are no longer parked', async () => {
    const queues = await openTestQueues();
    await park(queues.parked, 'a1', 'b1', 'a2', 'b2', 'a3');
    const counted: number[] = [];

    const report = await redrive(
      { from: queues.parked, to: queues.purchases },
      makeOptions({ onSent: (sent) => counted.push(sent) }),
    );
    expect(report).toEqual({ sent: 5, newer: 0, interrupted: false });
    expect(counted).toEqual([1, 2, 3, 4, 5]);
    const arrived = await drainBodies(queues.purchases);
    expect(filterByGroup('a', arrived)).toEqual(['a1', 'a2', 'a3']);
    expect(filterByGroup('b', arrived)).toEqual(['b1', 'b2']);
    expect(await countMessages(queues.parked)).toEqual({ ready: 0, hidden: 0 });
  });

  test('have a new deduplication id, so the purchases queue drops none', async () => {
    const queues = await openTestQueues();
    for (let time = 0; time < 3; time += 1) {
      await park(queues.parked, 'a1');
      expect(
        await redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
      ).toMatchObject({ sent: 1 });
      expect(await drainBodies(queues.purchases)).toEqual(['a1']);
    }
  });

  test('are sent once, even if the redrive runs again', async () => {
    const queues = await openTestQueues();
    await park(queues.parked, 'a1', 'a2');
    await redrive({ from: queues.parked, to: queues.purchases }, makeOptions());
    expect(
      await redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
    ).toMatchObject({ sent: 0, newer: 0 });
    expect(await drainBodies(queues.purchases)).toEqual(['a1', 'a2']);
  });
});

describe('a run that ends early', () => {
  test('between send and delete can be repeated, and SQS removes the duplicates', async () => {
    const { plugin, fail } = failing();
    const queues = await openTestQueues([plugin]);
    await park(queues.parked, 'a1', 'a2');
    fail('DeleteMessageCommand', 'before');

    await expect(
      redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
    ).rejects.toThrow('SQS did not delete the message');
    expect(await countMessages(queues.parked)).toEqual({ ready: 2, hidden: 0 });
    expect(
      await redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
    ).toMatchObject({ sent: 2 });
    expect(await drainBodies(queues.purchases)).toEqual(['a1', 'a2']);
  });

  test.each(['before', 'after'] as const)(
    'because a send fails (%s it takes effect) deletes nothing, and the next run sends all in order',
    async (moment) => {
      const { plugin, fail } = failing();
      const queues = await openTestQueues([plugin]);
      await park(queues.parked, 'a1', 'a2', 'a3');
      fail('SendMessageCommand', moment);

      await expect(
        redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
      ).rejects.toThrow('SQS did not confirm the message');
      expect(await countMessages(queues.parked)).toEqual({ ready: 3, hidden: 0 });
      await redrive({ from: queues.parked, to: queues.purchases }, makeOptions());
      expect(await drainBodies(queues.purchases)).toEqual(['a1', 'a2', 'a3']);
    },
  );

  test('by Ctrl-C finishes the current message, and leaves the others parked and visible', async () => {
    const queues = await openTestQueues();
    await park(queues.parked, 'a1', 'b1', 'a2', 'b2');
    const interrupt = new AbortController();
    const onSent = () => interrupt.abort();

    const report = await redrive(
      { from: queues.parked, to: queues.purchases },
      makeOptions({ interrupt: interrupt.signal, onSent }),
    );
    expect(report).toEqual({ sent: 1, newer: 0, interrupted: true });
    expect(await countMessages(queues.parked)).toEqual({ ready: 3, hidden: 0 });
    expect(
      await redrive({ from: queues.parked, to: queues.purchases }, makeOptions()),
    ).toMatchObject({ sent: 3 });
    const arrived = await drainBodies(queues.purchases);
    expect(filterByGroup('a', arrived)).toEqual(['a1', 'a2']);
    expect(filterByGroup('b', arrived)).toEqual(['b1', 'b2']);
  });
});

test('does not resend a message that is parked again during the run', async () => {
  const queues = await openTestQueues();
  const clock = () => new Date(Date.now() - 1_000);
  await park(queues.parked, 'a1');

  const report = await redrive(
    { from: queues.parked, to: queues.purchases },
    makeOptions({ clock }),
  );
  expect(report).toEqual({ sent: 0, newer: 1, interrupted: false });
  expect(await countMessages(queues.parked)).toEqual({ ready: 1, hidden: 0 });
});
