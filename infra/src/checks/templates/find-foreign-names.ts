import { resourcesOf, type StackTemplate, textsIn } from './stack-template.ts';

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
  resourcesOf(templates, ...NAMED).flatMap(({ place, Type, Properties = {} }) => {
    const property =
      Type === 'AWS::Events::EventBus' ? 'Name' : NAMES.find((name) => name in Properties);
    const name = property && textsIn(Properties[property]).join('');
    if (!name || name === `willcall-${stage}`) return [];
    return name.startsWith(`willcall-${stage}-`) ? [] : `${place}: ${name}`;
  });
