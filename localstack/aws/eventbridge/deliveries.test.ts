import { RemoveTargetsCommand, type Target } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import {
  BUS,
  createRecordingFunction,
  createTestQueue,
  functionArn,
  parseBody,
  publish,
  startTestBus,
  subscribe,
} from './event-bus.fixture.ts';

describe('delivery', () => {
  it('reaches the functions and queues of all matching rules', async () => {
    const { lambda, next } = createRecordingFunction();
    const [one, other, disabled] = [
      await createTestQueue(),
      await createTestQueue(),
      await createTestQueue(),
    ];
    const { client } = await startTestBus({
      functions: (arn) => (arn === functionArn('recording') ? lambda : undefined),
    });
    await subscribe(client, [
      { Id: 'function', Arn: functionArn('recording') },
      { Id: 'queue', Arn: one.arn },
    ]);
    await subscribe(client, [{ Id: 'queue', Arn: other.arn }], {
      Name: 'reminders',
      EventPattern: '{"detail-type":["ReminderDue"]}',
    });
    await subscribe(client, [{ Id: 'queue', Arn: disabled.arn }], {
      Name: 'disabled',
      State: 'DISABLED',
    });
    await publish(client, {}, { DetailType: 'ReminderDue', Detail: '{"eventId":"e-2"}' });
    const functionEvents = [await next(), await next()];
    const queueEvents = [parseBody(await one.receive()), parseBody(await one.receive())];
    for (const events of [functionEvents, queueEvents]) {
      expect(events).toHaveLength(2);
      expect(events).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ 'detail-type': 'PurchaseConfirmed' }),
          expect.objectContaining({ 'detail-type': 'ReminderDue' }),
        ]),
      );
    }
    expect(parseBody(await other.receive())).toMatchObject({ detail: { eventId: 'e-2' } });
    // The disabled rule is enabled last. The first message of its queue is the later event.
    await subscribe(client, [{ Id: 'queue', Arn: disabled.arn }], { Name: 'disabled' });
    await publish(client, { Detail: '{"eventId":"e-3"}' });
    expect(parseBody(await disabled.receive())).toMatchObject({ detail: { eventId: 'e-3' } });
  });

  it('no longer reaches a removed target', async () => {
    const { lambda, next } = createRecordingFunction();
    const { client } = await startTestBus({ functions: () => lambda });
    await subscribe(client, [
      { Id: 'removed', Arn: functionArn('a'), Input: '"removed"' },
      { Id: 'kept', Arn: functionArn('a'), Input: '"kept"' },
    ]);
    await client.send(
      new RemoveTargetsCommand({ Rule: 'mine', EventBusName: BUS, Ids: ['removed'] }),
    );
    await publish(client, {}, {});
    expect([await next(), await next()]).toEqual(['kept', 'kept']);
  });

  it('sends the message group to a FIFO queue', async () => {
    const queue = await createTestQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const { client } = await startTestBus();
    await subscribe(client, [
      { Id: 'fifo', Arn: queue.arn, SqsParameters: { MessageGroupId: 'group-1' } },
    ]);
    await publish(client, {});
    expect((await queue.receive()).Attributes).toMatchObject({ MessageGroupId: 'group-1' });
  });

  it.each<[what: string, input: Partial<Target>, received: string | RegExp]>([
    ['a constant', { Input: '{"a": 1}' }, '{"a": 1}'],
    ['a part', { InputPath: '$.detail' }, '{"eventId":"e-1","quantity":2}'],
    ['a string', { InputPath: '$.detail.eventId' }, '"e-1"'],
    [
      'a template',
      {
        InputTransformer: {
          InputPathsMap: { id: '$.detail.eventId', all: '$.detail' },
          InputTemplate: '{"id": <id>, "text": "event <id>", "all": <all>}',
        },
      },
      '{"id":"e-1","text":"event e-1","all":{"eventId":"e-1","quantity":2}}',
    ],
    [
      'a template of text',
      {
        InputTransformer: {
          InputTemplate:
            '"<aws.events.rule-name> <aws.events.rule-arn> at <aws.events.event.ingestion-time>"',
        },
      },
      /^"mine arn:aws:events:us-east-1:000000000000:rule\/willcall-test\/mine at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"$/,
    ],
    [
      'the event without its detail',
      { InputTransformer: { InputTemplate: '{"event": <aws.events.event>}' } },
      /^\{"event":\{"version":"0",(?!.*"detail":).*"detailType":"PurchaseConfirmed"\}\}$/,
    ],
    [
      'the whole event',
      { InputTransformer: { InputTemplate: '<aws.events.event.json>' } },
      /^\{"version":"0",.*"detail":\{"eventId":"e-1","quantity":2\}\}$/,
    ],
  ])('sends %s to a target', async (_, input, received) => {
    const queue = await createTestQueue();
    const { client } = await startTestBus();
    await subscribe(client, [{ Id: 'one', Arn: queue.arn, ...input }]);
    await publish(client, {});
    const { Body } = await queue.receive();
    if (typeof received === 'string') expect(Body).toBe(received);
    else expect(Body).toMatch(received);
  });
});

/** The total delay of ten retries with the least jitter: half of 100, 200, ... 25,600, and 30,000. */
const LEAST_BACKOFF_MS = 40_550;

describe('a failed delivery', () => {
  it('is retried when a function fails', async () => {
    let calls = 0;
    const { lambda, next } = createRecordingFunction(() => {
      calls += 1;
      if (calls < 3) throw new Error('not yet');
    });
    const { client, logged, stop } = await startTestBus({ functions: () => lambda });
    await subscribe(client, [{ Id: 'one', Arn: functionArn('f') }]);
    await publish(client, {});
    const [first, , third] = [await next(), await next(), await next()];
    expect(third).toEqual(first);
    await stop();
    expect(calls).toBe(3);
    expect(logged).toEqual([]);
  });

  it('goes to the dead-letter queue, and affects no other target', async () => {
    const [deadLetters, good] = [await createTestQueue(), await createTestQueue()];
    const failing = createRecordingFunction(() => {
      throw new Error('holder@example.com');
    });
    const { client, logged } = await startTestBus({ functions: () => failing.lambda });
    await subscribe(client, [
      {
        Id: 'failing',
        Arn: functionArn('failing'),
        InputPath: '$.detail',
        DeadLetterConfig: { Arn: deadLetters.arn },
        RetryPolicy: { MaximumRetryAttempts: 1 },
      },
      { Id: 'good', Arn: good.arn },
    ]);
    await publish(client, {});
    expect(parseBody(await good.receive())).toMatchObject({ detail: { eventId: 'e-1' } });
    const { MessageAttributes, ...deadLetter } = await deadLetters.receive();
    expect(parseBody(deadLetter)).toMatchObject({ version: '0', detail: { eventId: 'e-1' } });
    expect(MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: `arn:aws:events:us-east-1:000000000000:rule/${BUS}/mine` },
      TARGET_ARN: { StringValue: functionArn('failing') },
      ERROR_CODE: { StringValue: 'FUNCTION_ERROR' },
      ERROR_MESSAGE: { StringValue: 'The function threw an error.' },
      RETRY_ATTEMPTS: { StringValue: '1' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
    });
    expect(logged).toEqual([
      expect.objectContaining({
        message: 'The event was not delivered',
        subject: functionArn('failing'),
        detail: expect.stringContaining('FUNCTION_ERROR after 1 retries: rule mine'),
      }),
    ]);
  });

  it.each<[code: string, target: Partial<Target>]>([
    ['NO_RESOURCE', { Arn: functionArn('nowhere') }],
    ['NO_RESOURCE', { Arn: 'arn:aws:sqs:us-east-1:000000000000:events-nowhere' }],
    [
      'INVALID_JSON',
      {
        Arn: functionArn('nowhere'),
        InputTransformer: {
          InputPathsMap: { all: '$.detail' },
          InputTemplate: '{"quoted": "<all>"}',
        },
      },
    ],
  ])('is not retried after %s: %j', async (code, target) => {
    const deadLetters = await createTestQueue();
    const { client } = await startTestBus();
    const DeadLetterConfig = { Arn: deadLetters.arn };
    await subscribe(client, [{ Id: 'one', Arn: '', DeadLetterConfig, ...target }]);
    await publish(client, {});
    expect((await deadLetters.receive()).MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: code },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
  });

  it('is logged if its dead letter cannot be sent', async () => {
    const { client, logged, stop } = await startTestBus();
    const nowhere = 'arn:aws:sqs:us-east-1:000000000000:events-nowhere';
    await subscribe(client, [
      { Id: 'one', Arn: functionArn('nowhere'), DeadLetterConfig: { Arn: nowhere } },
    ]);
    await publish(client, {});
    await stop();
    expect(logged.map(({ message }) => message)).toEqual([
      'The event was not delivered',
      'The dead letter was not sent',
    ]);
  });

  it('finishes its retries during a stop, without the delays between them', async () => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let finished = 0;
    const { lambda } = createRecordingFunction(async () => {
      started.resolve();
      await release.promise;
      finished += 1;
      throw new Error('always');
    });
    const { client, logged, stop } = await startTestBus({ functions: () => lambda });
    await subscribe(client, [{ Id: 'one', Arn: functionArn('f') }]);
    await publish(client, {});
    await started.promise;
    const from = performance.now();
    const stopped = stop();
    release.resolve();
    await stopped;
    expect(finished).toBe(11);
    expect(performance.now() - from).toBeLessThan(LEAST_BACKOFF_MS);
    expect(logged).toHaveLength(1);
    await stop();
  });
});
