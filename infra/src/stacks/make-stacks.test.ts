import { describe, expect, it } from 'vitest';
import { parseStage } from '../configuration/stages.ts';
import { findByType, type Resource, stageTemplates } from './stage.fixture.ts';

/** The property with a resource's physical name, by type. Types without one have generated names. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::CloudFront::ResponseHeadersPolicy': 'ResponseHeadersPolicyConfig',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
};

const namesOf = (stage: 'dev' | 'staging' | 'prod'): string[] =>
  [...stageTemplates(stage).resources.values()].flatMap(({ Type, Properties = {} }: Resource) => {
    const name = Properties[NAMES[Type] ?? ''];
    return name === undefined ? [] : [`${Type} ${JSON.stringify(name)}`];
  });

describe('two stages in one account', () => {
  it('share no physical name', () => {
    const all = [...namesOf('dev'), ...namesOf('staging'), ...namesOf('prod')];
    const repeated = all.filter((name, index) => all.indexOf(name) !== index);
    expect(repeated).toEqual([]);
  });

  it.each(['dev', 'staging', 'prod'] as const)('begin every name with %s', (stage) => {
    const names = namesOf(stage);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) expect(name).toContain(`willcall-${stage}`);
  });
});

// `checks` asserts for every type that the stage has no resource with a fixed monthly price.
describe('stage dev', () => {
  it('has no provisioned capacity that is billed by the hour', () => {
    const dev = stageTemplates('dev');
    for (const [, { Properties }] of findByType(dev, 'AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({ BillingMode: 'PAY_PER_REQUEST' });
      expect(Properties).not.toHaveProperty('WarmThroughput');
    }
    for (const [, { Properties }] of findByType(dev, 'AWS::Lambda::EventSourceMapping')) {
      expect(Properties).not.toHaveProperty('ProvisionedPollerConfig');
    }
    for (const [, { Properties }] of findByType(dev, 'AWS::Lambda::Alias')) {
      expect(Properties).not.toHaveProperty('ProvisionedConcurrencyConfig');
    }
  });
});

describe('stage localstack', () => {
  it('has no resources of services that the free image lacks', () => {
    const services = [...stageTemplates('localstack').resources.values()].map(
      ({ Type }) => Type.split('::')[1],
    );
    for (const missing of ['ApiGatewayV2', 'Cognito', 'CloudFront', 'WAFv2', 'CodeDeploy']) {
      expect(services).not.toContain(missing);
    }
  });
});

describe('the name of a stage', () => {
  it('is a configured one, or the error lists them', () => {
    expect(parseStage('dev')).toBe('dev');
    expect(() => parseStage('production')).toThrow('-c stage=dev|staging|prod|localstack');
    expect(() => parseStage(undefined)).toThrow('-c stage=');
  });
});
