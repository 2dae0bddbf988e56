import { describe, expect, it } from 'vitest';
import type { StackTemplate } from '../stacks/stack-template.ts';
import { findPublicAccess, findWildcards } from './access-findings.ts';
import {
  findDistributionsBesideData,
  findImports,
  findLeftByFailedCreation,
} from './deployment-findings.ts';
import {
  findForeignNames,
  findLogsWithoutRetention,
  findQueuesWithoutDeadLetters,
  findTargetsWithoutDeadLetters,
} from './resource-findings.ts';

const stack = (resources: StackTemplate['resources']): StackTemplate[] => [
  { stack: 'Stack', resources },
];
const policy = (Statement: object, Type = 'AWS::IAM::Policy') =>
  stack({ P: { Type, Properties: { PolicyDocument: { Statement: [Statement] } } } });
const allow = (Action: unknown, Resource: unknown) => policy({ Effect: 'Allow', Action, Resource });
const table = { 'Fn::GetAtt': ['Table', 'Arn'] };

describe('a wildcard', () => {
  it.each([
    ['an action', allow('dynamodb:*', table), ['Stack/P: dynamodb:*']],
    ['one action of several', allow(['sqs:SendMessage', 'sqs:Get*'], table), ['Stack/P: sqs:Get*']],
    ['every resource', allow('dynamodb:GetItem', '*'), ['Stack/P: dynamodb:GetItem on *']],
    [
      'every index of a table',
      allow(['dynamodb:Query'], [{ 'Fn::Join': ['', [table, '/index/*']] }]),
      ['Stack/P: dynamodb:Query on TableArn/index/*'],
    ],
    [
      'an action without resources next to one with resources',
      allow(['xray:PutTraceSegments', 'sqs:SendMessage'], '*'),
      ['Stack/P: xray:PutTraceSegments, sqs:SendMessage on *'],
    ],
  ])('in %s is found', (_, templates, expected) => {
    expect(findWildcards(templates)).toEqual(expected);
  });

  it.each([
    ['in a statement that denies', policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' })],
    ['where the service takes no resource', allow('xray:PutTraceSegments', '*')],
    ['in a list of alarms', allow('cloudwatch:DescribeAlarms', 'arn:aws:cloudwatch:r:1:alarm:*')],
    ['over the objects of one bucket', allow('s3:PutObject', { 'Fn::Join': ['', [table, '/*']] })],
    [
      "in a key's own policy",
      stack({
        K: {
          Type: 'AWS::KMS::Key',
          Properties: {
            KeyPolicy: { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] },
          },
        },
      }),
    ],
  ])('%s is not reported', (_, templates) => {
    expect(findWildcards(templates)).toEqual([]);
  });
});

describe('public access', () => {
  const closed = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  it.each([
    ['a bucket without blocked public access', { Type: 'AWS::S3::Bucket' }],
    [
      'a bucket with partly blocked public access',
      {
        Type: 'AWS::S3::Bucket',
        Properties: { PublicAccessBlockConfiguration: { ...closed, BlockPublicAcls: false } },
      },
    ],
    ['a function URL', { Type: 'AWS::Lambda::Url' }],
    [
      'an invocation by everyone',
      { Type: 'AWS::Lambda::Permission', Properties: { Principal: '*' } },
    ],
    [
      'a queue for everyone',
      {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          PolicyDocument: {
            Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Principal: { AWS: '*' } }],
          },
        },
      },
    ],
  ])('is found: %s', (_, resource) => {
    expect(findPublicAccess(stack({ R: resource }))).toHaveLength(1);
  });

  it('is not reported for a closed bucket', () => {
    const bucket = {
      Type: 'AWS::S3::Bucket',
      Properties: { PublicAccessBlockConfiguration: closed },
    };
    expect(findPublicAccess(stack({ B: bucket }))).toEqual([]);
  });
});

describe('a missing dead-letter queue', () => {
  const queue = (QueueName: string, more = {}) => ({
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName, ...more },
  });
  const redrive = { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dead', 'Arn'] } } };

  it('is found for a queue that is not itself a dead-letter queue', () => {
    const templates = stack({
      Main: queue('main', redrive),
      Dead: queue('dead'),
      Parked: queue('willcall-dev-parked-events'),
      Lost: queue('lost'),
    });
    expect(findQueuesWithoutDeadLetters(templates, ['-parked-'])).toEqual(['Stack/Lost']);
  });

  it('is found if one target of a rule has none', () => {
    const targets = [{ Arn: 'a', DeadLetterConfig: {} }, { Arn: 'b' }];
    const templates = stack({
      Whole: { Type: 'AWS::Events::Rule', Properties: { Targets: targets.slice(0, 1) } },
      Half: { Type: 'AWS::Events::Rule', Properties: { Targets: targets } },
      Clock: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: { Arn: 'a' } } },
    });
    expect(findTargetsWithoutDeadLetters(templates)).toEqual(['Stack/Half', 'Stack/Clock']);
  });
});

describe('a log group without retention', () => {
  const lambda = (LogGroup?: unknown) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'willcall-dev-a',
      ...(LogGroup ? { LoggingConfig: { LogGroup } } : {}),
    },
  });
  const group = (Properties: Readonly<Record<string, unknown>>) => ({
    Type: 'AWS::Logs::LogGroup',
    Properties,
  });

  it('is found if a function has no log group, or one without retention', () => {
    const endless = { F: lambda({ Ref: 'G' }), G: group({}) };
    expect(findLogsWithoutRetention(stack(endless))).toEqual(['Stack/F', 'Stack/G']);
    expect(
      findLogsWithoutRetention(stack({ F: lambda(), G: group({ RetentionInDays: 7 }) })),
    ).toEqual(['Stack/F']);
  });

  it('is not reported if a log group with retention matches by reference or by name', () => {
    const ended = group({ RetentionInDays: 7, LogGroupName: '/aws/lambda/willcall-dev-a' });
    expect(findLogsWithoutRetention(stack({ F: lambda({ Ref: 'G' }), G: ended }))).toEqual([]);
    expect(findLogsWithoutRetention(stack({ F: lambda(), G: ended }))).toEqual([]);
  });
});

it('a name without its stage is found', () => {
  const templates = stack({
    Own: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'willcall-dev-shows' } },
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'willcall-dev' } },
    Unnamed: { Type: 'AWS::IAM::Role', Properties: {} },
    Foreign: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'willcall-devil' } },
  });
  expect(findForeignNames(templates, 'dev')).toEqual(['Stack/Foreign: willcall-devil']);
});

describe('what makes a deployment fail half-way', () => {
  const table = { Type: 'AWS::DynamoDB::Table' };
  const distribution = { Type: 'AWS::CloudFront::Distribution' };

  it('is found: a resource that a failed creation leaves', () => {
    const templates = stack({
      Kept: { ...table, DeletionPolicy: 'RetainExceptOnCreate' },
      Left: { ...table, DeletionPolicy: 'Retain' },
      Deleted: { ...table, DeletionPolicy: 'Delete' },
      Default: table,
    });
    expect(findLeftByFailedCreation(templates)).toEqual(['Stack/Left']);
  });

  it('is found: a distribution in the stack of data', () => {
    expect(findDistributionsBesideData(stack({ T: table, D: distribution }))).toEqual(['Stack/D']);
    const apart = [...stack({ T: table }), ...stack({ D: distribution })];
    expect(findDistributionsBesideData(apart)).toEqual([]);
  });

  it('is found: a value that a stack imports from another', () => {
    const output = { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Table' } };
    const imported = { 'Fn::Join': ['', [{ 'Fn::ImportValue': 'Data:Table' }, '/*']] };
    expect(findImports([{ Outputs: { A: { Value: output } } }])).toEqual([]);
    expect(findImports([{ Outputs: { A: { Value: imported } } }])).toEqual(['"Data:Table"']);
  });
});
