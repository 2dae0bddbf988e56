import {
  eventSources,
  functions,
  type QueueDefinition,
  type QueueId,
  queueName,
  queues,
} from '@willcall/topology';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stageConfigurations } from '../configuration/stages.ts';
import { type StageTemplates, stageTemplates, synthesizeTemplates } from './stage.fixture.ts';

const FAILED_TARGETS = 'willcall-dev-failed-targets';

const Queue = z.object({
  QueueName: z.string(),
  FifoQueue: z.literal(true).optional(),
  DeduplicationScope: z.literal('messageGroup').optional(),
  FifoThroughputLimit: z.literal('perMessageGroupId').optional(),
  VisibilityTimeout: z.number().optional(),
  MessageRetentionPeriod: z.number(),
  RedrivePolicy: z
    .object({
      deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
      maxReceiveCount: z.number(),
    })
    .optional(),
});

const queuesOf = ({ messaging }: StageTemplates) =>
  Object.entries(messaging.findResources('AWS::SQS::Queue')).map(
    ([id, { Properties }]) => [id, Queue.parse(Properties)] as const,
  );

/** Derives the definitions of queues from their template. */
const deployedDefinitions = (templates: StageTemplates): Record<string, QueueDefinition> => {
  const found = new Map(queuesOf(templates));
  const nameOf = (id: string) => found.get(id)?.QueueName ?? '';
  const idOf = (name: string) =>
    (Object.keys(queues) as QueueId[]).find((id) => queueName('dev', id) === name) ?? name;
  return Object.fromEntries(
    [...found.values()].map((queue) => [
      queue.QueueName,
      {
        fifo: queue.FifoQueue === true,
        highThroughput:
          queue.DeduplicationScope !== undefined && queue.FifoThroughputLimit !== undefined,
        visibilityTimeoutSeconds: queue.VisibilityTimeout ?? 0,
        retentionSeconds: queue.MessageRetentionPeriod,
        ...(queue.RedrivePolicy && {
          deadLetters: {
            queue: idOf(nameOf(queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0])),
            maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
          },
        }),
      },
    ]),
  );
};

describe('the queues', () => {
  it('are those of the definitions, and one for failed targets', () => {
    const { [FAILED_TARGETS]: failed, ...deployed } = deployedDefinitions(stageTemplates('dev'));
    const defined = Object.entries(queues).map(([id, definition]) => [
      queueName('dev', id as QueueId),
      definition,
    ]);
    expect(deployed).toEqual(Object.fromEntries(defined));
    expect(failed).toMatchObject({ fifo: false, retentionSeconds: 1_209_600 });
  });

  it('that functions read have a dead-letter queue, or are one', () => {
    const deployed = deployedDefinitions(stageTemplates('dev'));
    const dead = Object.values(deployed).map(({ deadLetters }) => deadLetters?.queue);
    for (const { queue } of eventSources) {
      const { deadLetters } = deployed[queueName('dev', queue)] ?? {};
      expect(deadLetters !== undefined || dead.includes(queue), queue).toBe(true);
    }
  });

  it('without a dead-letter queue are the last ones, where messages wait for a person or a last try', () => {
    const deployed = deployedDefinitions(stageTemplates('dev'));
    const ends = Object.entries(deployed).filter(
      ([, { deadLetters }]) => deadLetters === undefined,
    );
    expect(ends.map(([name]) => name).sort()).toEqual([
      'willcall-dev-audits-dead.fifo',
      FAILED_TARGETS,
      'willcall-dev-parked-events',
      'willcall-dev-parked-purchases.fifo',
      'willcall-dev-payments-dead.fifo',
      'willcall-dev-purchases-dead.fifo',
    ]);
  });

  it('hide a message for at least six times its function’s timeout', () => {
    const found = queuesOf(stageTemplates('dev')).map(([, queue]) => queue);
    for (const { queue, function: id } of eventSources) {
      const deployed = found.find(({ QueueName }) => QueueName === queueName('dev', queue));
      expect(deployed?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * functions[id].timeoutSeconds);
    }
  });

  it('are encrypted, and TLS only', () => {
    const { messaging } = stageTemplates('dev');
    messaging.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const count = queuesOf(stageTemplates('dev')).length;
    messaging.resourcePropertiesCountIs(
      'AWS::SQS::QueuePolicy',
      {
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Action: 'sqs:*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        }),
      },
      count,
    );
  });

  it('of prod are encrypted with the stage’s key', () => {
    const { messaging } = stageTemplates('prod');
    for (const id of Object.keys(queues) as QueueId[]) {
      messaging.hasResourceProperties('AWS::SQS::Queue', {
        QueueName: queueName('prod', id),
        KmsMasterKeyId: Match.anyValue(),
      });
    }
  });
});

describe('the bus', () => {
  it('archives our events for replays, for as long as configured', () => {
    stageTemplates('prod').messaging.hasResourceProperties('AWS::Events::Archive', {
      ArchiveName: 'willcall-prod-events',
      RetentionDays: 90,
      EventPattern: { source: ['willcall'] },
    });
  });

  it('discovers schemas only if configured', () => {
    stageTemplates('prod').messaging.resourceCountIs('AWS::EventSchemas::Discoverer', 0);
    const { messaging } = synthesizeTemplates('dev', {
      ...stageConfigurations.dev,
      schemaDiscovery: true,
    });
    messaging.hasResourceProperties('AWS::EventSchemas::Discoverer', {
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Bus'), 'Arn'] },
      CrossAccount: false,
    });
  });

  it('lets only our rules send failed events to the queue', () => {
    stageTemplates('dev').messaging.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Condition: {
              ArnEquals: {
                'aws:SourceArn': Match.arrayWith([
                  Match.objectLike({
                    'Fn::Join': [
                      '',
                      Match.arrayWith([Match.stringLikeRegexp('willcall-dev-reprice$')]),
                    ],
                  }),
                ]),
              },
            },
          }),
        ]),
      }),
    });
  });
});
