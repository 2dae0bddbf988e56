import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { dev } from '../configuration/stages.ts';
import {
  findOnly,
  findResources,
  makeAlias,
  makeTestApp,
  synthesizeEdge,
} from '../edge/edge.fixture.ts';
import { makeUserPool } from './user-pool.ts';

const { identity: template } = synthesizeEdge({ browserOrigins: ['https://tickets.example'] });
if (template === undefined) throw new Error('The stage has no user pool');

describe('the user pool', () => {
  const pool = findOnly(template, 'AWS::Cognito::UserPool').Properties;

  it('requires strong passwords', () => {
    expect(pool.Policies).toMatchObject({
      PasswordPolicy: {
        MinimumLength: 12,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    });
  });

  it('offers a second factor by app, not by text message', () => {
    expect(pool).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('calls our function before it signs a token, in the version that can change scopes', () => {
    expect(pool.LambdaConfig).toMatchObject({
      PreTokenGenerationConfig: { LambdaVersion: 'V2_0' },
    });
    expect(pool.UserPoolTier).toBe('ESSENTIALS');
  });

  it('is the only caller that may invoke that function', () => {
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^UserPool'), 'Arn'] },
    });
  });

  it('has a staff group without an IAM role', () => {
    const group = findOnly(template, 'AWS::Cognito::UserPoolGroup').Properties;
    expect(group).toMatchObject({ GroupName: 'staff' });
    expect(group).not.toHaveProperty('RoleArn');
  });
});

describe('the user pool of a stage', () => {
  it.each([
    ['that retains its data outlives its stack', 'retain', true, 'RetainExceptOnCreate', 'ACTIVE'],
    ['that does not is deleted with its stack', 'destroy', false, 'Delete', 'INACTIVE'],
  ] as const)('%s', (_, data, deletionProtection, policy, protection) => {
    const stack = new Stack(makeTestApp(), 'Edge');
    makeUserPool(stack, {
      stage: 'test',
      configuration: { ...dev, protection: { ...dev.protection, data, deletionProtection } },
      preToken: makeAlias(stack, 'pre-token'),
    });
    Template.fromStack(stack).hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: policy,
      Properties: { DeletionProtection: protection },
    });
  });
});

describe('the e-mails of a sign-up', () => {
  it('come from the configured address, by SES', () => {
    const mailFrom = 'tickets@tickets.example';
    const { identity } = synthesizeEdge({ identity: { kind: 'cognito', mailFrom } });
    expect(identity).toBeDefined();
    identity?.hasResourceProperties('AWS::Cognito::UserPool', {
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        From: mailFrom,
        SourceArn: Match.objectLike({
          'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('identity/tickets.example$')])],
        }),
      },
    });
  });

  it('come from Cognito without one', () => {
    expect(findOnly(template, 'AWS::Cognito::UserPool').Properties).not.toHaveProperty(
      'EmailConfiguration.From',
    );
  });
});

describe('the app', () => {
  const clients = Object.values(findResources(template, 'AWS::Cognito::UserPoolClient'));
  const named = (name: string) =>
    clients.find(({ Properties }) => Properties.ClientName === name)?.Properties ?? {};

  it('of the buyers may not request the admin scope', () => {
    expect(named('willcall-test-buyers').AllowedOAuthScopes).toEqual(['openid', 'willcall/buy']);
  });

  it('of the staff may request it', () => {
    expect(named('willcall-test-staff').AllowedOAuthScopes).toContain('willcall/admin');
  });

  it('of the smoke test requests both scopes for itself, by a secret', () => {
    expect(named('willcall-test-smoke')).toMatchObject({
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['willcall/buy', 'willcall/admin'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      GenerateSecret: true,
      AccessTokenValidity: 10,
    });
  });

  it('is one of these three', () => {
    expect(clients).toHaveLength(3);
  });

  it.each(['willcall-test-buyers', 'willcall-test-staff'])(
    '%s signs in only by code on the hosted pages, without a secret',
    (name) => {
      expect(named(name)).toMatchObject({
        AllowedOAuthFlows: ['code'],
        // The SDK's flow for the refresh would exclude rotation.
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
        GenerateSecret: false,
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        SupportedIdentityProviders: ['COGNITO'],
      });
    },
  );

  it.each(['willcall-test-buyers', 'willcall-test-staff'])(
    '%s sends codes only to the configured origins and to the user’s machine',
    (name) => {
      expect(named(name).CallbackURLs).toEqual([
        'https://tickets.example/signed-in',
        'http://localhost:8976/signed-in',
      ]);
    },
  );

  it('is made after the scopes that it names', () => {
    const [scopes] = Object.keys(findResources(template, 'AWS::Cognito::UserPoolResourceServer'));
    for (const { DependsOn } of clients) expect(DependsOn).toContain(scopes);
  });
});
