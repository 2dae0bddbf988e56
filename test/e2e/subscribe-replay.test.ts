import { countMessages, type ParkedRecord } from '@willcall/messaging';
import { expect, it } from 'vitest';
import { makeStreamRecord } from '../support/announce/stream-record.ts';
import { runCommand } from '../support/subscribers/command.ts';
import { openLocalQueues } from '../support/subscribers/queues.ts';
import { startRunningStage } from '../support/subscribers/running-stage.ts';

const { office, env } = await startRunningStage();
const queues = openLocalQueues();
const { url: parkedUrl } = office.stage.resources.queues['parked-events'];

/** A new show, as a record of the table's stream. */
const makeShowRecord = (showId: string) => {
  const Keys = { showId: { S: showId } };
  return makeStreamRecord(Keys, undefined, {
    ...Keys,
    name: { S: 'Hamlet' },
    venue: { S: 'Globe' },
    startsAt: { S: '2099-06-01T20:00:00Z' },
    price: { M: { amount: { N: '1599' }, currency: { S: 'EUR' } } },
    capacity: { N: '10' },
    createdAt: { S: '2031-05-01T08:00:00.000Z' },
  });
};

const parkRecord = (record: object) =>
  queues.send(
    parkedUrl,
    JSON.stringify({
      version: 1,
      reason: 'UNREADABLE_RECORD',
      parkedAt: '2031-05-01T08:00:01.000Z',
      record: { ...record },
    } satisfies ParkedRecord),
  );

const runReplay = async (more: NodeJS.ProcessEnv = {}) => {
  const { out, err, code } = await runCommand('events', ['--replay', '--json'], {
    ...env,
    ...more,
  });
  expect(out, err).toMatch(/^\{[^\n]+\}\n$/);
  return { code, ...JSON.parse(out) };
};

it('npm run events -- --replay announces what a repair has made readable, and keeps the rest', async () => {
  const subscriber = await runCommand(
    'subscribe',
    ['--pattern', '{"detail-type":["ShowCreated"]}', '--queue', office.stage.stage],
    env,
  );
  const subscribed = /^Queue +(\S+)/m.exec(subscriber.out)?.[1] ?? '';
  await parkRecord(makeStreamRecord({ stranger: { S: 'x' } }, undefined, { stranger: { S: 'x' } }));
  await parkRecord(makeShowRecord('repaired-show'));
  await queues.send(parkedUrl, '{"name":"Ana"');

  // While the bus is unreachable, nothing is lost and nothing is announced.
  const unreachable = {
    ...office.stage.environment,
    AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:9',
  };
  const reasons = ['NOT_A_PARKED_RECORD', 'TRY_AGAIN', 'UNREADABLE_RECORD'];
  const outage = await runReplay(unreachable);
  expect(outage).toMatchObject({ sent: 0, ended: 'drained' });
  expect(outage.kept.map(({ reason }: { reason: string }) => reason).sort()).toEqual(reasons);

  const repaired = await runReplay();
  expect(repaired).toMatchObject({ code: 0, sent: 1, ended: 'drained' });
  const [event = ''] = await queues.take(subscribed, 1);
  expect(JSON.parse(event)).toMatchObject({ detail: { showId: 'repaired-show', name: 'Hamlet' } });

  // A second run changes nothing, and the queue has not grown.
  const again = await runReplay();
  expect(again).toMatchObject({ sent: 0, kept: repaired.kept });
  expect(await countMessages(queues.queueOf(parkedUrl))).toEqual({ ready: 2, hidden: 0 });

  const forPeople = await runCommand('events', ['--replay'], env);
  expect(forPeople).toMatchObject({ code: 0, err: '' });
  expect(forPeople.out).toMatch(/^Published 0 parked records\.\n2 stay parked:\n( {2}.*\n){2}$/);
  expect(forPeople.out).toContain('  2031-05-01T08:00:01.000Z  message ');
  expect(forPeople.out).not.toMatch(/\bAna\b/);
});
