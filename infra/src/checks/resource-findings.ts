import {
  findObjects,
  findResources,
  findStrings,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/** The properties that name a resource in an account or region. */
const NAMES = [
  'AlarmName',
  'BucketName',
  'DashboardName',
  'FunctionName',
  'QueueName',
  'RoleName',
  'TableName',
  'TopicName',
  'UserPoolName',
] as const;

const NAMED = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

/** Finds physical names without their stage. A second stage in the account would collide with them. */
export const findForeignNames = (templates: readonly StackTemplate[], stage: string): string[] =>
  findResources(templates, ...NAMED).flatMap(({ location, Type, Properties = {} }) => {
    const property =
      Type === 'AWS::Events::EventBus' ? 'Name' : NAMES.find((name) => name in Properties);
    const name = property && findStrings(Properties[property]).join('');
    if (!name || name === `willcall-${stage}`) return [];
    return name.startsWith(`willcall-${stage}-`) ? [] : `${location}: ${name}`;
  });

/** The CloudFormation properties that name a destination for failures. */
const FAILURE_PROPERTIES: ReadonlySet<string> = new Set([
  'RedrivePolicy',
  'DeadLetterConfig',
  'DeadLetterQueueConfig',
  'DestinationConfig',
]);

/**
 * Finds queues that have no dead-letter queue and do not receive the failures of other resources.
 *
 * @param finalQueues parts of the names of queues that a person empties, such as `-parked-`
 */
export const findQueuesWithoutDeadLetters = (
  templates: readonly StackTemplate[],
  finalQueues: readonly string[],
): string[] => {
  const failureTargets = findFailureTargets(templates);
  return findResources(templates, 'AWS::SQS::Queue').flatMap(
    ({ location, logicalId, Properties }) => {
      const name = findStrings(Properties?.QueueName).join('');
      const isFine =
        Properties?.RedrivePolicy !== undefined ||
        failureTargets.some((text) => text.includes(logicalId)) ||
        finalQueues.some((part) => name.includes(part));
      return isFine ? [] : location;
    },
  );
};

/** Finds rules and schedules that lose an event if their target fails. */
export const findTargetsWithoutDeadLetters = (templates: readonly StackTemplate[]): string[] =>
  findResources(templates, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').flatMap(
    ({ location, Properties }) => {
      const targets = [...list(Properties?.Targets), ...list(Properties?.Target)];
      return targets.every((target) => 'DeadLetterConfig' in target) ? [] : location;
    },
  );

const findFailureTargets = (templates: readonly StackTemplate[]): string[] =>
  findResources(templates).flatMap(({ Properties }) =>
    findObjects(Properties).flatMap((each) =>
      Object.entries(each).flatMap(([key, value]) =>
        FAILURE_PROPERTIES.has(key) ? findStrings(value) : [],
      ),
    ),
  );

const list = (value: unknown): Readonly<Record<string, unknown>>[] => {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as Readonly<Record<string, unknown>>[];
};

/**
 * Finds log groups without retention, and functions without a log group. Lambda creates a log group
 * without retention for these functions.
 */
export const findLogsWithoutRetention = (templates: readonly StackTemplate[]): string[] => {
  const groups = findResources(templates, 'AWS::Logs::LogGroup');
  const retained = groups.filter(({ Properties }) => Properties?.RetentionInDays !== undefined);
  const known = retained.flatMap(({ logicalId, Properties }) => [
    logicalId,
    findStrings(Properties?.LogGroupName).join(''),
  ]);
  const functions = findResources(templates, 'AWS::Lambda::Function').flatMap(
    ({ location, Properties }) => {
      const { LogGroup } = (Properties?.LoggingConfig ?? {}) as { LogGroup?: unknown };
      const own = `/aws/lambda/${findStrings(Properties?.FunctionName).join('')}`;
      const named = LogGroup === undefined ? [own] : findStrings(LogGroup);
      return named.some((text) => known.some((group) => group !== '' && text.includes(group)))
        ? []
        : location;
    },
  );
  return [
    ...functions,
    ...groups.flatMap((group) => (retained.includes(group) ? [] : group.location)),
  ];
};
