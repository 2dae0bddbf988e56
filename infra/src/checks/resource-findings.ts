import {
  findObjects,
  findResources,
  findStrings,
  isCdkOwn,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/** The properties by which resources are named in an account, or a region of it. */
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

/** Physical names that do not tell their stage, so that a second stage in the account would meet them. */
export const findForeignNames = (templates: readonly StackTemplate[], stage: string): string[] =>
  findResources(templates, ...NAMED).flatMap(({ location, Type, Properties = {} }) => {
    const property =
      Type === 'AWS::Events::EventBus' ? 'Name' : NAMES.find((name) => name in Properties);
    const name = property && findStrings(Properties[property]).join('');
    if (!name || name === `willcall-${stage}`) return [];
    return name.startsWith(`willcall-${stage}-`) ? [] : `${location}: ${name}`;
  });

/** Where CloudFormation is told of a location for what failed. */
const FAILURE_PROPERTIES: ReadonlySet<string> = new Set([
  'RedrivePolicy',
  'DeadLetterConfig',
  'DeadLetterQueueConfig',
  'DestinationConfig',
]);

/**
 * Queues that have no dead letters, and are not the last location for the failures of others either.
 *
 * @param finalQueues parts of the names of queues that a person empties, such as `-parked-`
 */
export const findQueuesWithoutDeadLetters = (
  templates: readonly StackTemplate[],
  finalQueues: readonly string[],
): string[] => {
  const takeFailures = findFailureTargets(templates);
  return findResources(templates, 'AWS::SQS::Queue').flatMap(
    ({ location, logicalId, Properties }) => {
      const name = findStrings(Properties?.QueueName).join('');
      const isFine =
        Properties?.RedrivePolicy !== undefined ||
        takeFailures.some((text) => text.includes(logicalId)) ||
        finalQueues.some((part) => name.includes(part));
      return isFine ? [] : location;
    },
  );
};

/** Rules, schedules and uploads that could lose an event of which the target is out of order. */
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
 * Functions of which the log would be kept for ever, since Lambda makes a log group without an end for
 * a function that has none; and log groups without an end.
 */
export const findLogsWithoutRetention = (templates: readonly StackTemplate[]): string[] => {
  const groups = findResources(templates, 'AWS::Logs::LogGroup');
  const ending = groups.filter(({ Properties }) => Properties?.RetentionInDays !== undefined);
  const known = ending.flatMap(({ logicalId, Properties }) => [
    logicalId,
    findStrings(Properties?.LogGroupName).join(''),
  ]);
  const functions = findResources(templates, 'AWS::Lambda::Function').flatMap(
    ({ location, Properties }) => {
      if (isCdkOwn(location)) return [];
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
    ...groups.flatMap((group) => (ending.includes(group) ? [] : group.location)),
  ];
};
