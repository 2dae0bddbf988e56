import { expect, onTestFinished, test } from 'vitest';
import { waitFor } from '../../testing/provided.ts';
import type { LocalLogEntry } from '../process/local-log.ts';
import { createScheduledEvent, startSchedule } from './start-schedule.ts';

const AT = Date.UTC(2026, 0, 1, 12, 30, 15, 500);

const startTestSchedule = (
  everyMs: number,
  handler: (call: number) => unknown,
  now?: () => number,
) => {
  const events: unknown[] = [];
  const logged: LocalLogEntry[] = [];
  const schedule = startSchedule({
    everyMs,
    function: {
      name: 'sweep',
      timeoutMs: 1_000,
      handler: async (event: unknown) => {
        events.push(event);
        return await handler(events.length);
      },
    },
    event: createScheduledEvent('fire-reminders'),
    log: (entry) => logged.push(entry),
    now,
  });
  onTestFinished(schedule.stop);
  return { schedule, events, logged };
};

test('the first run starts at once, with the event of a scheduled rule', async () => {
  const { events } = startTestSchedule(
    60_000,
    () => undefined,
    () => AT,
  );
  await waitFor(() => expect(events).toHaveLength(1));
  expect(events).toEqual([
    {
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-01-01T12:30:15Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:us-east-1:000000000000:rule/fire-reminders'],
      detail: {},
    },
  ]);
});

test('the schedule continues after a function throws', async () => {
  const { events, logged } = startTestSchedule(5, () => {
    throw new Error('no');
  });
  await waitFor(() => expect(events.length).toBeGreaterThan(2));
  expect(logged[0]).toMatchObject({ message: 'The function threw an error', subject: 'sweep' });
});

test('invocations never overlap', async () => {
  let atOnce = 0;
  const most: number[] = [];
  const { events } = startTestSchedule(5, async () => {
    atOnce += 1;
    most.push(atOnce);
    await new Promise((resolve) => setTimeout(resolve, 20));
    atOnce -= 1;
  });
  await waitFor(() => expect(events.length).toBeGreaterThan(3));
  expect(Math.max(...most)).toBe(1);
});

test('a stop waits for the invocation in progress and starts no other', async () => {
  const finish = Promise.withResolvers<void>();
  const { schedule, events } = startTestSchedule(1, () => finish.promise);
  await waitFor(() => expect(events).toHaveLength(1));
  let stopped = false;
  const stopping = schedule.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(stopped).toBe(false);
  finish.resolve();
  await stopping;
  expect(events).toHaveLength(1);
});
