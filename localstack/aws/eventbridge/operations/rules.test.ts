import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EnableRuleCommand,
  InvalidEventPatternException,
  LimitExceededException,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { ANY, BUS, functionArn, startTestBus } from '../event-bus.fixture.ts';

const EventBusName = BUS;
const rule = (change: object = {}) =>
  new PutRuleCommand({ Name: 'mine', EventBusName, EventPattern: ANY, ...change });
const targets = (...Targets: Target[]) =>
  new PutTargetsCommand({ Rule: 'mine', EventBusName, Targets });
const target = (Id: string, change: object = {}): Target => ({
  Id,
  Arn: functionArn('f'),
  ...change,
});
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';

describe('rules', () => {
  it('are created and described, on a named or the default bus', async () => {
    const { client } = await startTestBus();
    const RuleArn = `arn:aws:events:us-east-1:000000000000:rule/${BUS}/mine`;
    expect(await client.send(rule({ Description: 'All of it' }))).toMatchObject({ RuleArn });
    expect(
      await client.send(new DescribeRuleCommand({ Name: 'mine', EventBusName })),
    ).toMatchObject({
      Name: 'mine',
      Arn: RuleArn,
      EventBusName: BUS,
      EventPattern: ANY,
      State: 'ENABLED',
      Description: 'All of it',
    });
    expect(await client.send(rule({ EventBusName: undefined }))).toMatchObject({
      RuleArn: 'arn:aws:events:us-east-1:000000000000:rule/mine',
    });
  });

  it('keep their targets when they are replaced', async () => {
    const { client } = await startTestBus();
    await client.send(rule({ Description: 'Gone afterwards' }));
    await client.send(targets(target('one')));
    const EventPattern = '{"detail-type":["ReminderDue"]}';
    await client.send(rule({ EventPattern, State: 'DISABLED' }));
    const described = await client.send(new DescribeRuleCommand({ Name: 'mine', EventBusName }));
    expect(described).toMatchObject({ EventPattern, State: 'DISABLED' });
    expect(described.Description).toBeUndefined();
    const { Targets } = await client.send(
      new ListTargetsByRuleCommand({ Rule: 'mine', EventBusName }),
    );
    expect(Targets).toEqual([target('one')]);
  });

  it('are listed for each bus, by prefix and in pages', async () => {
    const { client } = await startTestBus();
    for (const Name of ['b-2', 'a-1', 'b-1', 'b-3']) await client.send(rule({ Name }));
    await client.send(rule({ Name: 'b-of-default', EventBusName: undefined }));
    const asked = { EventBusName, NamePrefix: 'b-', Limit: 2 };
    const first = await client.send(new ListRulesCommand(asked));
    expect(first.Rules?.map(({ Name }) => Name)).toEqual(['b-1', 'b-2']);
    const second = await client.send(
      new ListRulesCommand({ ...asked, NextToken: first.NextToken }),
    );
    expect(second.Rules?.map(({ Name }) => Name)).toEqual(['b-3']);
    expect(second.NextToken).toBeUndefined();
  });

  it('are deleted once they have no targets, and a second delete succeeds', async () => {
    const { client } = await startTestBus();
    await client.send(rule());
    await client.send(targets(target('one')));
    const remove = () => client.send(new DeleteRuleCommand({ Name: 'mine', EventBusName }));
    await expect(remove()).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    await client.send(new RemoveTargetsCommand({ Rule: 'mine', EventBusName, Ids: ['one'] }));
    await remove();
    await remove();
    expect((await client.send(new ListRulesCommand({ EventBusName }))).Rules).toEqual([]);
  });

  it('are refused if their pattern is not valid', async () => {
    const { client } = await startTestBus();
    const refused = client.send(rule({ EventPattern: '{"source":"willcall"}' }));
    await expect(refused).rejects.toBeInstanceOf(InvalidEventPatternException);
    await expect(refused).rejects.toThrow(
      'Event pattern is not valid. Reason: "source" must be an object or an array',
    );
  });

  it('are refused if their pattern exceeds the quota', async () => {
    const { client } = await startTestBus();
    const EventPattern = JSON.stringify({ source: ['x'.repeat(2_048)] });
    await expect(client.send(rule({ EventPattern }))).rejects.toBeInstanceOf(
      LimitExceededException,
    );
  });

  it.each<[message: string, change: object]>([
    ['ScheduleExpression is not supported', { ScheduleExpression: 'rate(1 minute)' }],
    ['EventPattern or ScheduleExpression must be specified', { EventPattern: undefined }],
    ["'Name'", { Name: 'no spaces' }],
    ["'State'", { State: 'ASLEEP' }],
    ['Tags at the request is not supported by the local', { Tags: [{ Key: 'a', Value: 'b' }] }],
  ])('are refused with "%s"', async (message, change) => {
    const { client } = await startTestBus();
    const refused = client.send(rule(change));
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['Event bus other does not exist.', rule({ EventBusName: 'other' })],
    ['Event bus other does not exist.', new ListRulesCommand({ EventBusName: 'other' })],
    [
      `Rule mine does not exist on EventBus ${BUS}.`,
      new DescribeRuleCommand({ Name: 'mine', EventBusName }),
    ],
    [
      'Rule mine does not exist on EventBus default.',
      new ListTargetsByRuleCommand({ Rule: 'mine' }),
    ],
    [`Rule mine does not exist on EventBus ${BUS}.`, targets(target('one'))],
    [
      `Rule mine does not exist on EventBus ${BUS}.`,
      new RemoveTargetsCommand({ Rule: 'mine', EventBusName, Ids: ['one'] }),
    ],
  ] as const)('that are not there make "%s"', async (message, command) => {
    const { client } = await startTestBus();
    // The cast gives the commands of different operations one signature.
    const send = client.send.bind(client) as (sent: typeof command) => Promise<unknown>;
    const refused = send(command);
    await expect(refused).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('targets', () => {
  it('are added, replaced, listed and removed', async () => {
    const { client } = await startTestBus();
    await client.send(rule());
    const full: Target = {
      Id: 'full',
      Arn: `${queueArn}.fifo`,
      InputTransformer: { InputPathsMap: { a: '$.detail.a' }, InputTemplate: '{"a":<a>}' },
      SqsParameters: { MessageGroupId: 'g' },
      DeadLetterConfig: { Arn: queueArn },
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
    };
    expect(await client.send(targets(target('b'), full))).toMatchObject({ FailedEntryCount: 0 });
    await client.send(targets(target('b', { InputPath: '$.detail' })));
    const list = () => client.send(new ListTargetsByRuleCommand({ Rule: 'mine', EventBusName }));
    expect((await list()).Targets).toEqual([target('b', { InputPath: '$.detail' }), full]);
    const removed = await client.send(
      new RemoveTargetsCommand({ Rule: 'mine', EventBusName, Ids: ['b', 'unknown'] }),
    );
    expect(removed).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: 'unknown', ErrorCode: 'ResourceNotFoundException' }],
    });
    expect((await list()).Targets).toEqual([full]);
  });

  it('are limited to five for each rule', async () => {
    const { client } = await startTestBus();
    await client.send(rule());
    await client.send(targets(...['1', '2', '3', '4', '5'].map((id) => target(id))));
    await client.send(targets(target('5')));
    await expect(client.send(targets(target('6')))).rejects.toBeInstanceOf(LimitExceededException);
  });

  it.each<[what: string, change: object, message: string]>([
    ['an invalid ARN', { Arn: 'recording' }, 'Provided Arn is not in correct format.'],
    ['another service', { Arn: 'arn:aws:sns:us-east-1:0:t' }, 'Lambda functions and SQS queues'],
    [
      'a FIFO queue without a group',
      { Arn: `${queueArn}.fifo` },
      'SqsParameters must be specified',
    ],
    [
      'a function for dead letters',
      { DeadLetterConfig: { Arn: functionArn('f') } },
      'Lambda functions and SQS queues',
    ],
    [
      'a FIFO queue for dead letters',
      { DeadLetterConfig: { Arn: `${queueArn}.fifo` } },
      'standard queue',
    ],
  ])('do not fail the others when one has %s', async (_, change, message) => {
    const { client } = await startTestBus();
    await client.send(rule());
    expect(await client.send(targets(target('good'), target('bad', change)))).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [
        {
          TargetId: 'bad',
          ErrorCode: 'ValidationException',
          ErrorMessage: expect.stringContaining(message),
        },
      ],
    });
    const { Targets } = await client.send(
      new ListTargetsByRuleCommand({ Rule: 'mine', EventBusName }),
    );
    expect(Targets?.map(({ Id }) => Id)).toEqual(['good']);
  });

  it.each<[message: string, change: object]>([
    ["'Targets.0.Id'", { Id: '!@#' }],
    ['Only one of Input, InputPath, or InputTransformer', { Input: '1', InputPath: '$' }],
    ['is not valid JSON', { Input: 'text' }],
    ['JSON path $..a for target', { InputPath: '$..a' }],
    [
      'contains invalid placeholder unknown',
      { InputTransformer: { InputTemplate: '"<unknown>"' } },
    ],
    ['EcsParameters at', { EcsParameters: { TaskDefinitionArn: 'arn:a' } }],
    [
      "'Targets.0.RetryPolicy.MaximumRetryAttempts'",
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
    ],
  ])('fail the call with "%s"', async (message, change) => {
    const { client } = await startTestBus();
    await client.send(rule());
    const refused = client.send(targets(target('bad', change)));
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(refused).rejects.toThrow(message);
  });
});

describe('TestEventPattern', () => {
  const test = (EventPattern: string, Event: string) =>
    new TestEventPatternCommand({ EventPattern, Event });

  it('says whether an event matches', async () => {
    const { client } = await startTestBus();
    expect(await client.send(test(ANY, '{"source":"willcall"}'))).toMatchObject({ Result: true });
    expect(await client.send(test(ANY, '{"source":"other"}'))).toMatchObject({ Result: false });
  });

  it('refuses a pattern or an event that is not valid', async () => {
    const { client } = await startTestBus();
    await expect(client.send(test('[]', '{}'))).rejects.toBeInstanceOf(
      InvalidEventPatternException,
    );
    await expect(client.send(test(ANY, '[]'))).rejects.toThrow('Parameter Event is not valid.');
  });
});

describe('the endpoint', () => {
  it('refuses an unknown operation', async () => {
    const { client } = await startTestBus();
    await expect(client.send(new EnableRuleCommand({ Name: 'mine' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The local event bus does not support the operation EnableRule.',
    });
  });

  it.each<[code: string, init: RequestInit]>([
    ['UnknownOperationException', { method: 'GET' }],
    ['UnknownOperationException', { method: 'POST', body: '{}' }],
    [
      'SerializationException',
      { method: 'POST', body: '{', headers: { 'x-amz-target': 'AWSEvents.PutRule' } },
    ],
    [
      'ValidationException',
      { method: 'POST', body: 'null', headers: { 'x-amz-target': 'AWSEvents.PutEvents' } },
    ],
  ])('returns %s for %j', async (code, init) => {
    const { url } = await startTestBus();
    const response = await fetch(url, init);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: code });
  });
});
