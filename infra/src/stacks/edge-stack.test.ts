import { App, SecretValue } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { dev } from '../configuration/stages.ts';
import { findResources, synthesizeEdge } from '../edge/edge.fixture.ts';
import { EdgeStack } from './edge-stack.ts';

const firewall = { perAddress: 2_000, perToken: 600 };
const identity = {
  kind: 'issuer',
  issuer: 'https://login.example',
  audience: ['willcall-api'],
} as const;

const { template, identity: own } = synthesizeEdge();
const { template: withFirewall, identity: pool } = synthesizeEdge({ firewall });
const { template: withIssuer, identity: withoutPool } = synthesizeEdge({ identity });

/** The values of a name property of all resources of a type. */
const given = (property: string, type: string) =>
  [withFirewall, ...(pool ? [pool] : [])].flatMap((each) =>
    Object.values(findResources(each, type)).map(({ Properties }) => Properties[property]),
  );

describe('the edge of a stage', () => {
  const outputNames = (stack: Template) =>
    Object.keys(stack.findOutputs('*'))
      .filter((name) => !name.startsWith('PublishOutput'))
      .sort();

  it('has its URLs and its issuer as outputs', () => {
    expect(outputNames(template)).toEqual(['ApiUrl', 'FlyersUrl', 'Issuer']);
    template.hasOutput('FlyersUrl', { Value: 'https://flyers.example.com' });
  });

  it('has a second stack with outputs for signing in, unless another issuer is configured', () => {
    expect(own && outputNames(own)).toEqual([
      'BuyersClientId',
      'SignInUrl',
      'SmokeClientId',
      'StaffClientId',
      'TokenUrl',
      'UserPoolId',
    ]);
    expect(withoutPool).toBeUndefined();
    withIssuer.hasOutput('Issuer', { Value: 'https://login.example' });
  });

  it('has nothing with a fixed monthly price unless the configuration requires it', () => {
    const types = new Set(
      Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
        ({ Type }) => Type,
      ),
    );
    expect([...types].filter((type) => /WAF|Secrets|KMS|Alarm|Dashboard|EIP/.test(type))).toEqual(
      [],
    );
  });

  it.each([
    ['Name', 'AWS::ApiGatewayV2::Api'],
    ['UserPoolName', 'AWS::Cognito::UserPool'],
    ['ClientName', 'AWS::Cognito::UserPoolClient'],
  ])(
    'begins the %s of %s with project and stage, so two stages fit in one account',
    (name, type) => {
      const names = given(name, type);
      expect(names.length).toBeGreaterThan(0);
      for (const each of names) expect(each).toMatch(/^willcall-test(-|$)/);
    },
  );

  it('gives every function a log group with limited retention', () => {
    for (const { Properties } of Object.values(findResources(template, 'AWS::Lambda::Function'))) {
      expect(Properties.LoggingConfig).toHaveProperty('LogGroup');
    }
    for (const { Properties } of Object.values(findResources(template, 'AWS::Logs::LogGroup'))) {
      expect(Properties.RetentionInDays).toBe(7);
    }
  });
});

describe('a configured distribution of the API', () => {
  const make = (changes: Partial<StageConfiguration>, withSecret: boolean) => () => {
    const app = new App();
    return new EdgeStack(app, 'Edge', {
      stage: 'test',
      configuration: { ...dev, ...changes },
      functions: {},
      tokens: identity,
      flyersBaseUrl: 'https://flyers.example.com',
      originSecret: withSecret ? SecretValue.secretsManager('origin') : undefined,
    });
  };
  const domain = { name: 'tickets.example', certificateArn: 'arn' };

  it.each([{ firewall }, { domain }])('is never made without an origin secret: %j', (changes) => {
    expect(make(changes, false)).toThrow('no origin secret');
  });

  it('is never made without the configured firewall', () => {
    expect(make({ firewall }, true)).toThrow('no web ACL');
  });
});
