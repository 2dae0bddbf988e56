import { RemoveTargetsCommand, type Target } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import {
  BUS,
  bodyOf,
  functionArn,
  publish,
  recordingFunction,
  subscribe,
  testBus,
  testQueue,
} from './event-bus.fixture.ts';

describe('delivery', () => {
  it('reaches functions and queues, of all rules that match', async () => {
    const { lambda, next } = recordingFunction();
    const [one, other, disabled] = [await testQueue(), await testQueue(), await testQueue()];
    const { client } = await testBus({
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
    const ofFunction = [await next(), await next()];
    const ofQueue = [bodyOf(await one.receive()), bodyOf(await one.receive())];
    for (const events of [ofFunction, ofQueue]) {
      expect(events).toHaveLength(2);
      expect(events).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ 'detail-type': 'PurchaseConfirmed' }),
          expect.objectContaining({ 'detail-type': 'ReminderDue' }),
        ]),
      );
    }
    expect(bodyOf(await other.receive())).toMatchObject({ detail: { eventId: 'e-2' } });
    // The disabled rule comes last to life: its queue's first message is what came after.
    await subscribe(client, [{ Id: 'queue', Arn: disabled.arn }], { Name: 'disabled' });
    await publish(client, { Detail: '{"eventId":"e-3"}' });
    expect(bodyOf(await disabled.receive())).toMatchObject({ detail: { eventId: 'e-3' } });
  });

  it('stops at a removed target', async () => {
    const { lambda, next } = recordingFunction();
    const { client } = await testBus({ functions: () => lambda });
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

  it('gives a FIFO queue its group', async () => {
    const queue = await testQueue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    const { client } = await testBus();
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
  ])('gives a target %s', async (_, input, received) => {
    const queue = await testQueue();
    const { client } = await testBus();
    await subscribe(client, [{ Id: 'one', Arn: queue.arn, ...input }]);
    await publish(client, {});
    const { Body } = await queue.receive();
    if (typeof received === 'string') expect(Body).toBe(received);
    else expect(Body).toMatch(received);
  });
});
