import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it, vi } from 'vitest';
import { makeDeployedStage } from './deployed-stage.fixture.ts';

/** Synthesis takes a quarter of a second, and many times that while other tests run. */
vi.setConfig({ testTimeout: 60_000 });

const { compute, operations } = makeDeployedStage();
const functions = Template.fromStack(compute);
const alarmNames = Object.values(
  Template.fromStack(operations).findResources('AWS::CloudWatch::Alarm'),
).map(({ Properties }) => Properties.AlarmName);

const groups = Object.values(functions.findResources('AWS::CodeDeploy::DeploymentGroup')).map(
  ({ Properties }) => Properties,
);

/** The logical id of the alias of a function. */
const aliasOf = (id: string): string =>
  Object.keys(functions.findResources('AWS::Lambda::Alias')).find((name) =>
    name.startsWith(`live${id}`),
  ) ?? expect.fail(`no alias of ${id}`);

describe('new code of worker and accept', () => {
  it('takes a tenth of the invocations for five minutes, then all', () => {
    expect(groups.map(({ DeploymentGroupName }) => DeploymentGroupName)).toEqual([
      'willcall-prod-worker',
      'willcall-prod-accept',
    ]);
    for (const { DeploymentConfigName } of groups) {
      expect(DeploymentConfigName).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
    }
  });

  it('is rolled back on an alarm, and each of these alarms exists', () => {
    for (const { AlarmConfiguration, AutoRollbackConfiguration } of groups) {
      expect(AutoRollbackConfiguration).toEqual({
        Enabled: true,
        Events: expect.arrayContaining(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM']),
      });
      expect(AlarmConfiguration.Enabled).toBe(true);
      expect(AlarmConfiguration.Alarms.length).toBeGreaterThan(1);
      for (const { Name } of AlarmConfiguration.Alarms) expect(alarmNames).toContain(Name);
    }
  });

  it.each(['worker', 'accept'])('of %s is shifted by CodeDeploy', (id) => {
    const alias = functions.findResources('AWS::Lambda::Alias')[aliasOf(id)];
    expect(alias?.UpdatePolicy.CodeDeployLambdaAliasUpdate).toMatchObject({
      ApplicationName: expect.anything(),
      DeploymentGroupName: expect.anything(),
    });
  });

  it('is deployed to accept after the worker', () => {
    const { DependsOn } = functions.findResources('AWS::Lambda::Alias')[aliasOf('accept')] ?? {};
    expect(DependsOn).toContain(aliasOf('worker'));
  });

  it('is shifted by a role that may shift only that alias', () => {
    functions.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    const roles = Object.values(
      functions.findResources('AWS::IAM::Role', {
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [
              Match.objectLike({ Principal: { Service: 'codedeploy.amazonaws.com' } }),
            ] as unknown[],
          },
        },
      }),
    );
    expect(roles).toHaveLength(2);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      const [shift, look] = Properties.Policies[0].PolicyDocument.Statement;
      expect(JSON.stringify(shift)).not.toContain('*');
      expect(look.Action).toBe('cloudwatch:DescribeAlarms');
    }
  });
});

it('the functions do not depend on the stack of their alarms', () => {
  expect(compute.dependencies).toEqual([]);
  expect(operations.dependencies).toContain(compute);
});

it('without alarms, a canary is rolled back only if it fails', () => {
  const bare = Template.fromStack(makeDeployedStage({ alarms: { kind: 'none' } }).compute);
  for (const { Properties } of Object.values(
    bare.findResources('AWS::CodeDeploy::DeploymentGroup'),
  )) {
    expect(Properties.AutoRollbackConfiguration.Events).not.toContain('DEPLOYMENT_STOP_ON_ALARM');
  }
});

it('a stage that deploys all at once has no deployment groups', () => {
  Template.fromStack(makeDeployedStage({ deployment: 'all-at-once' }).compute).resourceCountIs(
    'AWS::CodeDeploy::DeploymentGroup',
    0,
  );
});

it('cdk-nag has only acknowledged findings, with and without a known region', () => {
  for (const env of [{}, { region: 'eu-central-1', account: '111122223333' }]) {
    const stage = makeDeployedStage({}, true, env);
    const app = App.of(stage.compute) ?? expect.fail('no app');
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => `${ruleName} ${constructPath}`),
    );
    expect(found.filter((line) => /canary|operations/.test(line))).toEqual([]);
    // The rest of this hand-made stage has findings, which proves that the rules ran.
    expect(found).not.toEqual([]);
  }
});
