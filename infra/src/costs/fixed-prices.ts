import {
  findObjects,
  findResources,
  type NamedResource,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/** US dollars a month, whether it is used or not. */
const KEY = 1;
const SECRET = 0.4;
const WEB_ACL = 5;
const WEB_ACL_RULE = 1;
const ALARM_METRIC = 0.1;
const COMPOSITE_ALARM = 0.5;
const DASHBOARD = 3;

/** Where the prices above stand. */
export const FIXED_PRICE_SOURCES = [
  'https://aws.amazon.com/kms/pricing/',
  'https://aws.amazon.com/secrets-manager/pricing/',
  'https://aws.amazon.com/waf/pricing/',
  'https://aws.amazon.com/cloudwatch/pricing/',
] as const;

/** What has a fixed monthly price, by CloudFormation's type. */
const fixed: Readonly<Record<string, (resource: NamedResource) => number>> = {
  'AWS::KMS::Key': () => KEY,
  'AWS::SecretsManager::Secret': () => SECRET,
  'AWS::WAFv2::WebACL': ({ Properties }) =>
    WEB_ACL + WEB_ACL_RULE * ((Properties?.Rules ?? []) as unknown[]).length,
  'AWS::CloudWatch::Alarm': ({ Properties }) =>
    ALARM_METRIC *
    Math.max(1, findObjects(Properties).filter((each) => 'MetricStat' in each).length),
  'AWS::CloudWatch::CompositeAlarm': () => COMPOSITE_ALARM,
  'AWS::CloudWatch::Dashboard': () => DASHBOARD,
};

/** Without a price while nobody uses it. What is in neither list has to be looked up first. */
const FREE_AT_REST: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CDK::Metadata',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentConfig',
  'AWS::CodeDeploy::DeploymentGroup',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::DynamoDB::Table',
  'AWS::EventSchemas::Discoverer',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
]);

/** What is paid by the hour although the resource itself is free. */
const PAID_SETTINGS = ['ProvisionedPollerConfig', 'ProvisionedConcurrencyConfig'] as const;

export type FixedPrice = {
  readonly type: string;
  readonly count: number;
  readonly dollars: number;
};

/**
 * What the resources of a stage cost in a month in which nobody comes, by type.
 *
 * @throws Error for a type, or a setting, of which the price is not known here
 */
export const computeFixedPrices = (templates: readonly StackTemplate[]): FixedPrice[] => {
  const byType = new Map<string, FixedPrice>();
  for (const resource of findResources(templates)) {
    refusePaidSettings(resource);
    const price = fixed[resource.Type];
    if (price === undefined) {
      refuseUnknown(resource);
      continue;
    }
    const { count = 0, dollars = 0 } = byType.get(resource.Type) ?? {};
    byType.set(resource.Type, {
      type: resource.Type,
      count: count + 1,
      dollars: dollars + price(resource),
    });
  }
  return [...byType.values()];
};

const refuseUnknown = ({ Type, location }: NamedResource): void => {
  if (FREE_AT_REST.has(Type) || Type.startsWith('Custom::')) return;
  throw new Error(`${location}: what a ${Type} costs in a month has to be looked up first`);
};

const refusePaidSettings = ({ Properties, location }: NamedResource): void => {
  const paid = PAID_SETTINGS.find((setting) => Properties?.[setting] !== undefined);
  if (paid !== undefined)
    throw new Error(`${location}: the price of ${paid} has to be looked up first`);
};
