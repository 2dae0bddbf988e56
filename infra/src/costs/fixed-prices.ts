import {
  findObjects,
  findResources,
  type NamedResource,
  type StackTemplate,
} from '../stacks/stack-template.ts';

/** US dollars a month, with or without use. */
const KEY = 1;
const SECRET = 0.4;
const WEB_ACL = 5;
const WEB_ACL_RULE = 1;
const ALARM_METRIC = 0.1;
const COMPOSITE_ALARM = 0.5;
const DASHBOARD = 3;

/** The sources of the prices above. */
export const FIXED_PRICE_SOURCES = [
  'https://aws.amazon.com/kms/pricing/',
  'https://aws.amazon.com/secrets-manager/pricing/',
  'https://aws.amazon.com/waf/pricing/',
  'https://aws.amazon.com/cloudwatch/pricing/',
] as const;

/** The fixed monthly prices, by CloudFormation type. */
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

/** Types that are free without use. The price of a type in neither list must be looked up first. */
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

/** Settings that are billed by the hour although the resource itself is free. */
const PAID_SETTINGS = ['ProvisionedPollerConfig', 'ProvisionedConcurrencyConfig'] as const;

export type FixedPrice = {
  readonly type: string;
  readonly count: number;
  readonly dollars: number;
};

/**
 * Computes the fixed monthly cost of a stage's resources, by type.
 *
 * @throws Error for a type or setting with an unknown price
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
  throw new Error(
    `${location}: the monthly price of ${Type} is unknown. Look it up and add it to fixed-prices.ts`,
  );
};

const refusePaidSettings = ({ Properties, location }: NamedResource): void => {
  const paid = PAID_SETTINGS.find((setting) => Properties?.[setting] !== undefined);
  if (paid !== undefined)
    throw new Error(
      `${location}: the price of ${paid} is unknown. Look it up and add it to fixed-prices.ts`,
    );
};
