import { randomUUID } from 'node:crypto';
import { known } from '@willcall/contracts';
import { countMessages } from '@willcall/messaging';
import { describe, expect, inject, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { listBusRules } from '../support/subscribers/bus-rules.ts';
import { runCommand } from '../support/subscribers/command.ts';
import { openLocalQueues } from '../support/subscribers/queues.ts';
import { startRunningStage } from '../support/subscribers/running-stage.ts';

const { office, env } = await startRunningStage();
const rules = listBusRules(office.stage);
const queues = openLocalQueues();

const subscribe = (...args: readonly string[]) => runCommand('subscribe', args, env);
const makeName = () => `mails-${randomUUID().slice(0, 8)}`;
const confirmed = JSON.stringify({ 'detail-type': ['PurchaseConfirmed'] });
const findQueueUrl = (out: string): string => known(/^Queue +(\S+)/m.exec(out)?.[1], 'queue');

const createSubscription = async (queue: string, pattern: string): Promise<string> => {
  const { code, out, err } = await subscribe('--pattern', pattern, '--queue', queue);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return findQueueUrl(out);
};

describe('npm run subscribe', () => {
  it('delivers exactly the matching events to the queue', async () => {
    const [mine, other] = [await office.makeShow(), await office.makeShow()];
    const pattern = { 'detail-type': ['PurchaseConfirmed'], detail: { showId: [mine.showId] } };
    const matching = await createSubscription(makeName(), JSON.stringify(pattern));
    const all = await createSubscription(makeName(), confirmed);

    const ana = await office.buyer();
    await ana.buy(purchaseBody({ showId: other.showId }));
    const { purchaseId } = await ana.buy(purchaseBody({ showId: mine.showId }));
    // Events that reach one queue have reached the other too, once these two have arrived.
    expect(await queues.take(all, 2)).toHaveLength(2);
    const [event = '', ...more] = await queues.take(matching, 1);
    expect(JSON.parse(event)).toMatchObject({
      'detail-type': 'PurchaseConfirmed',
      detail: { purchaseId, showId: mine.showId },
    });
    expect(more).toEqual([]);
    expect(await countMessages(queues.queueOf(matching))).toEqual({ ready: 0, hidden: 0 });
  });

  it('creates rule, queue, policies and dead-letter queue at once, and says how to remove them', async () => {
    const queue = makeName();
    const { code, out } = await subscribe('--pattern', confirmed, '--queue', queue);
    expect(code).toBe(0);
    expect(out).toContain(`npm run subscribe -- --remove --queue ${queue}\n`);
    const [ruleArn] = /arn:aws:events:\S+/.exec(out) ?? [];
    expect(ruleArn).toMatch(new RegExp(`:rule/${office.stage.resources.bus}/${queue}$`));

    const [target, ...others] = await rules.targets(queue);
    expect(others).toEqual([]);
    expect(target?.Arn).toMatch(new RegExp(`:${queue}$`));
    expect(target?.DeadLetterConfig?.Arn).toMatch(new RegExp(`:${queue}-dead$`));
    const urls = await queues.urls(queue);
    expect(urls).toHaveLength(2);
    for (const url of urls) {
      expect(JSON.parse((await queues.policy(url)) ?? '').Statement).toMatchObject([
        {
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
        },
      ]);
    }
  });

  it('changes the pattern when it runs again, and creates nothing twice', async () => {
    const queue = makeName();
    const url = await createSubscription(queue, confirmed);
    const policy = await queues.policy(url);
    const reminders = { 'detail-type': ['ReminderDue'] };
    expect(await createSubscription(queue, JSON.stringify(reminders))).toBe(url);
    expect(await rules.pattern(queue)).toEqual(reminders);
    expect(await rules.targets(queue)).toHaveLength(1);
    expect(await queues.policy(url)).toBe(policy);
  });

  it('removes everything with --remove, and a second run has nothing to do', async () => {
    const queue = makeName();
    await createSubscription(queue, confirmed);
    expect(await subscribe('--remove', '--queue', queue)).toMatchObject({
      code: 0,
      out: `Removed rule ${queue}, queue ${queue}, queue ${queue}-dead.\n`,
    });
    expect(await rules.names()).not.toContain(queue);
    expect(await queues.urls(queue)).toEqual([]);
    expect(await subscribe('--remove', '--queue', queue)).toMatchObject({
      code: 0,
      out: `The queue ${queue} has no subscription to remove.\n`,
    });
  });

  it('uses an existing queue, and leaves it unchanged on removal', async () => {
    const queue = makeName();
    const theirs = { Sid: 'Theirs', Effect: 'Deny', Principal: '*', Action: 'sqs:PurgeQueue' };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [theirs] });
    const url = await queues.make(queue, { Policy, VisibilityTimeout: '7' });
    await queues.send(url, 'theirs');
    expect(await createSubscription(queue, confirmed)).toBe(url);
    expect(JSON.parse((await queues.policy(url)) ?? '').Statement).toHaveLength(2);

    const { out } = await subscribe('--remove', '--queue', queue);
    expect(out).toContain(`The queue ${queue} stays, because this command did not create it.`);
    expect(await queues.urls(queue)).toEqual([url]);
    expect(JSON.parse((await queues.policy(url)) ?? '').Statement).toEqual([theirs]);
    expect(await queues.take(url, 1)).toEqual(['theirs']);
  });
});

describe('npm run subscribe that cannot run', () => {
  it.for([
    [
      'a pattern that is not a pattern, in the words of EventBridge',
      '{"detail-type":"ReminderDue"}',
      { code: 1, err: /^Event pattern is not valid\. Reason: [^\n]+\n$/ },
    ],
    [
      'a pattern that is not JSON',
      '{"detail-type"',
      { code: 2, err: /^--pattern .+ is not valid: it must be a JSON object[^\n]+\n$/ },
    ],
  ] as const)('refuses %s, and creates nothing', async ([, pattern, { code, err }], { skip }) => {
    skip(inject('backend') === 'localstack', 'LocalStack takes any text for a pattern.');
    const queue = makeName();
    expect(await subscribe('--pattern', pattern, '--queue', queue)).toMatchObject({
      code,
      out: '',
      err: expect.stringMatching(err),
    });
    expect(await rules.names()).not.toContain(queue);
    expect(await queues.urls(queue)).toEqual([]);
  });

  it('never takes a rule that it did not create: neither willcall’s nor another queue’s', async () => {
    const queue = makeName();
    await createSubscription(queue, confirmed);
    for (const rule of ['reprice', queue]) {
      for (const args of [['--pattern', confirmed], ['--remove']]) {
        const { code, err } = await subscribe(...args, '--queue', `${queue}-2`, '--rule', rule);
        expect({ code, err }).toEqual({
          code: 1,
          err: `The rule ${rule} already exists and does not belong to the queue ${queue}-2. Choose another name with --rule.\n`,
        });
      }
    }
    expect(await queues.urls(`${queue}-2`)).toEqual([]);
    expect(await rules.pattern('reprice')).toMatchObject({
      'detail-type': ['PriceChangeInitiated'],
    });
  });

  it('prints one sentence when AWS is unreachable', async () => {
    const gone = {
      ...env,
      WILLCALL_BACKEND: 'aws',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    };
    const args = ['--pattern', confirmed, '--queue', 'mails', '--bus', 'willcall-prod'];
    expect(await runCommand('subscribe', args, gone)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^The AWS request failed: [^\n]+\n$/),
    });
  });
});
