import { describe, expect, it } from 'vitest';
import type { DeployableStage } from '../command/stage-options.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { stageConfigurations } from '../configuration/stages.ts';
import { checkAccount, preflightChecks } from './check-account.ts';
import type { InspectedAccount, InspectedStack } from './inspected-account.ts';

const stack = (name: string, given: Partial<InspectedStack> = {}): InspectedStack => ({
  name,
  status: 'CREATE_COMPLETE',
  isProtected: false,
  outputs: {},
  ...given,
});
const toolkit = (version = '30') => stack('CDKToolkit', { outputs: { BootstrapVersion: version } });

/** An account that is ready for a first deployment, unless `given` replaces an answer. */
const ready = (given: Partial<InspectedAccount> = {}): InspectedAccount => ({
  region: 'eu-central-1',
  stacks: async () => [toolkit()],
  concurrency: async () => ({ limit: 1_000, unreserved: 1_000 }),
  reservedBy: async () => 0,
  countDistributions: async () => 1,
  responseHeadersPolicies: async () => [],
  hasTable: async () => false,
  warmThroughput: async () => undefined,
  buckets: async () => [],
  secret: async () => 'missing',
  userPools: async () => [],
  isVerifiedSender: async () => true,
  ...given,
});

type Case = {
  readonly stage?: DeployableStage;
  readonly changes?: Partial<StageConfiguration>;
  readonly account?: Partial<InspectedAccount>;
};

/** Runs every check. @returns the printed lines, and what was thrown */
const check = async ({ stage = 'prod', changes = {}, account = {} }: Case = {}) => {
  const lines: string[] = [];
  const configuration = { ...stageConfigurations[stage], ...changes };
  const thrown: unknown = await checkAccount(
    { stage, configuration, account: ready(account) },
    (line) => void lines.push(line),
  ).catch((error: unknown) => error);
  return { lines, thrown };
};

const stacks = (...found: readonly InspectedStack[]): Partial<InspectedAccount> => ({
  stacks: async (region) => [toolkit(), ...(region === 'eu-central-1' ? found : [])],
});
const denied = (name: string) => async () => {
  throw Object.assign(new Error('not authorized'), { name });
};

describe('an account that is ready', () => {
  it.each(['dev', 'staging', 'prod'] as const)('passes every check of stage %s', async (stage) => {
    const { lines, thrown } = await check({ stage });
    expect(thrown).toBeUndefined();
    expect(lines).toEqual(preflightChecks.map(({ states }) => `ok  ${states}`));
  });

  it.each([
    [
      'with its stacks',
      {
        ...stacks(
          stack('Willcall-Prod-Data'),
          stack('Willcall-Prod-Identity'),
          stack('Willcall-Prod-Flyers'),
        ),
        hasTable: async () => true,
        userPools: async () => ['willcall-prod'],
        responseHeadersPolicies: async () => ['willcall-prod-flyers'],
      },
    ],
    [
      'after a failed creation that the CDK makes again',
      stacks(stack('Willcall-Prod-Edge', { status: 'ROLLBACK_COMPLETE' })),
    ],
    [
      'after a failed update',
      stacks(stack('Willcall-Prod-Edge', { status: 'UPDATE_ROLLBACK_COMPLETE' })),
    ],
    [
      'beside another stage that is being changed',
      stacks(stack('Willcall-Dev-Edge', { status: 'UPDATE_IN_PROGRESS' })),
    ],
    [
      'whose stage already reserved its executions',
      { concurrency: async () => ({ limit: 1_000, unreserved: 100 }), reservedBy: async () => 64 },
    ],
  ])('passes %s', async (_, account) => {
    const { lines, thrown } = await check({ account });
    expect(thrown).toBeUndefined();
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([]);
  });
});

describe('an account that is not ready', () => {
  const rolledBack = { status: 'ROLLBACK_COMPLETE', isProtected: true };
  it.each<[string, Case, RegExp]>([
    [
      'is not bootstrapped',
      { account: { stacks: async () => [] } },
      /not bootstrapped for the CDK in eu-central-1 and us-east-1\. Run npx cdk bootstrap -c stage=prod -c region=eu-central-1 once/,
    ],
    [
      'is not bootstrapped where the web ACL is',
      { account: { stacks: async (region) => (region === 'us-east-1' ? [] : [toolkit()]) } },
      /not bootstrapped for the CDK in us-east-1\. Run npx cdk bootstrap -c stage=prod/,
    ],
    [
      'has an old bootstrap stack',
      { account: { stacks: async () => [toolkit('5')] } },
      /of version 5 in eu-central-1 and 5 in us-east-1, and the CDK needs 6\. Run npx cdk bootstrap/,
    ],
    [
      'has the ten executions of a new account',
      { account: { concurrency: async () => ({ limit: 10, unreserved: 10 }) } },
      /allows 10 concurrent executions .* reserves 64, .* --desired-value 164 --region eu-central-1\. Or lower concurrency\.reserved/,
    ],
    [
      'has reserved its executions elsewhere',
      {
        stage: 'staging',
        account: { concurrency: async () => ({ limit: 1_000, unreserved: 110 }) },
      },
      /of which 110 are free, but stage staging reserves 16, .* --desired-value 1006 /,
    ],
    [
      'keeps a failed creation protected',
      { account: stacks(stack('Willcall-Prod-Flyers', rolledBack)) },
      /update-termination-protection --no-enable-termination-protection --stack-name Willcall-Prod-Flyers --region eu-central-1/,
    ],
    [
      'could not delete a stack',
      { account: stacks(stack('Willcall-Prod-Edge', { status: 'DELETE_FAILED' })) },
      /delete-stack --stack-name Willcall-Prod-Edge/,
    ],
    [
      'has a stack that could not go back',
      { account: stacks(stack('Willcall-Prod-Edge', { status: 'UPDATE_ROLLBACK_FAILED' })) },
      /continue-update-rollback --stack-name Willcall-Prod-Edge/,
    ],
    [
      'is being deployed to',
      { account: stacks(stack('Willcall-Prod-Data', { status: 'UPDATE_IN_PROGRESS' })) },
      /is being changed \(UPDATE_IN_PROGRESS\)\. Wait/,
    ],
    [
      'has a table that no stack owns',
      {
        account: {
          ...stacks(stack('Willcall-Prod-Data', { status: 'ROLLBACK_COMPLETE' })),
          hasTable: async (name) => name === 'willcall-prod-shows',
        },
      },
      /^no {2}Table willcall-prod-shows exists, but no stack owns it.*--no-deletion-protection-enabled --table-name willcall-prod-shows.*cdk import Willcall-Prod-Data/,
    ],
    [
      'has a bucket that no stack owns',
      {
        account: {
          buckets: async (prefix) =>
            prefix === 'willcall-prod-flyers-' ? [`${prefix}123456789012-eu-central-1`] : [],
        },
      },
      /delete-bucket --bucket willcall-prod-flyers-123456789012-eu-central-1/,
    ],
    [
      'has a secret that no stack owns',
      {
        account: {
          secret: async (name) =>
            name === 'willcall-prod-purchase-id-keys' ? 'present' : 'missing',
        },
      },
      /Secret willcall-prod-purchase-id-keys exists/,
    ],
    [
      'has a secret of payments that no stack owns',
      {
        account: {
          secret: async (name) => (name === 'willcall-prod-payment-keys' ? 'present' : 'missing'),
        },
      },
      /Secret willcall-prod-payment-keys exists/,
    ],
    [
      'is deleting the secret',
      {
        account: {
          secret: async (name) =>
            name === 'willcall-prod-purchase-id-keys' ? 'being deleted' : 'missing',
        },
      },
      /which is being deleted, exists.* --force-delete-without-recovery/,
    ],
    [
      'has a user pool that no stack owns',
      { account: { userPools: async () => ['willcall-prod'] } },
      /User pool willcall-prod exists.*cdk import Willcall-Prod-Identity/,
    ],
    [
      'has the stage in another region',
      { account: { responseHeadersPolicies: async () => ['willcall-prod-flyers'] } },
      /is deployed in another region: use --region/,
    ],
    [
      'has not verified the sender',
      {
        changes: { identity: { kind: 'cognito', mailFrom: 'a@tickets.example' } },
        account: { isVerifiedSender: async () => false },
      },
      /create-email-identity --email-identity tickets\.example --region eu-central-1/,
    ],
    [
      'has the certificate elsewhere',
      {
        changes: {
          domain: {
            name: 'tickets.example',
            certificateArn: 'arn:aws:acm:eu-central-1:000000000000:certificate/a',
          },
        },
      },
      /certificate of tickets\.example must be in us-east-1/,
    ],
    [
      'has the topic elsewhere',
      {
        changes: {
          alarms: { kind: 'alarms', topicArn: 'arn:aws:sns:us-west-2:000000000000:pager' },
        },
      },
      /is not in eu-central-1/,
    ],
  ])('%s: one sentence says what to do', async (_, given, sentence) => {
    const { lines, thrown } = await check(given);
    const problems = lines.filter((line) => line.startsWith('no'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(sentence);
    expect(thrown).toMatchObject({ name: 'CommandError' });
    expect(String(thrown)).toContain('Nothing was deployed');
  });

  it('ignores the executions of a new account in a stage that reserves none', async () => {
    const account = { concurrency: async () => ({ limit: 10, unreserved: 10 }) };
    expect((await check({ stage: 'dev', account })).thrown).toBeUndefined();
  });
});

describe('a check that cannot be made', () => {
  it.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])(
    'for %s is reported with the permission that it needs, and the others are made',
    async (name) => {
      const { lines, thrown } = await check({ account: { reservedBy: denied(name) } });
      expect(thrown).toBeUndefined();
      expect(lines).toHaveLength(preflightChecks.length);
      expect(lines.filter((line) => line.startsWith('--'))).toEqual([
        '--  not checked: whether Lambda has the concurrent executions that the stage reserves. It needs lambda:GetAccountSettings and lambda:GetFunctionConcurrency.',
      ]);
    },
  );

  it('says what to do if CloudFront then refuses the account', async () => {
    const { lines, thrown } = await check({ account: { countDistributions: async () => 0 } });
    expect(thrown).toBeUndefined();
    expect(lines.join('\n')).toMatch(/not checked: whether CloudFront .* ask AWS Support/);
  });

  it('for another reason ends the command', async () => {
    const account = { hasTable: denied('ExpiredTokenException') };
    expect((await check({ account })).thrown).toMatchObject({ name: 'ExpiredTokenException' });
  });
});
