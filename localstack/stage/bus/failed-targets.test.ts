import { randomUUID } from 'node:crypto';
import { ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { rules } from '@willcall/topology';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createEventBridgeClient, createSqsClient } from '../../aws/clients.ts';
import { createStageName, onlyEmbedded, sharedAws } from '../../testing/provided.ts';
import { openEmbeddedBus } from './embedded-bus.ts';
import { createFailedTargets, createFailureDestination } from './failed-targets.ts';

onlyEmbedded('EventBridge');

const sqs = createSqsClient(sharedAws());
afterAll(() => sqs.destroy());

test('an event that a function failed to process is kept whole', async () => {
  const queue = await createFailedTargets(sqs, `test-${randomUUID()}`);
  const keep = createFailureDestination(sqs, queue, 'willcall-flyers');
  await keep({ Records: [{ s3: { object: { key: 'a.png' } } }] });
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url }));
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toEqual([
    {
      version: '1.0',
      timestamp: expect.any(String),
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:willcall-flyers:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { Records: [{ s3: { object: { key: 'a.png' } } }] },
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        functionError: 'Unhandled',
      },
    },
  ]);
});

test('a rule of willcall had no dead-letter queue, so its event was dropped', async () => {
  const name = createStageName();
  const bus = await openEmbeddedBus({ aws: sharedAws(), name, log: () => undefined });
  onTestFinished(bus.stop);
  await bus.route({});
  const client = createEventBridgeClient(bus.url);
  onTestFinished(() => client.destroy());
  for (const { name: Rule } of rules) {
    const request = { Rule, EventBusName: name };
    const { Targets } = await client.send(new ListTargetsByRuleCommand(request));
    expect(Targets).toMatchObject([
      { DeadLetterConfig: { Arn: `arn:aws:sqs:us-east-1:000000000000:${name}-failed-targets` } },
    ]);
  }
});
