import { functionName } from '@willcall/topology';
import type { DeployableStage } from '../command/stage-options.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import type { InspectedAccount, InspectedStack } from './inspected-account.ts';

/** What is to be deployed, and where. */
export type Deployment = {
  readonly stage: DeployableStage;
  readonly configuration: StageConfiguration;
  readonly account: InspectedAccount;
};

/** One question before a deployment. */
export type AccountCheck = {
  /** What is in order if the check finds nothing, for people to read. */
  readonly states: string;
  /** What the check may do, for a policy: `lambda:GetAccountSettings`. */
  readonly permissions: readonly string[];
  /** @returns a sentence for each problem, which says what to do */
  readonly find: (deployment: Deployment) => Promise<readonly string[]>;
};

/** AWS gives no answer to a check. The message is a sentence that says what that means. */
export class NotKnownError extends Error {}

/** CloudFormation's region for resources that CloudFront uses, such as the web ACL and a certificate. */
const CLOUDFRONT_REGION = 'us-east-1';

/** The regions that a stage has stacks in. */
export const regionsOf = ({ configuration, account }: Deployment): string[] => [
  ...new Set([
    account.region,
    ...(configuration.firewall === undefined ? [] : [CLOUDFRONT_REGION]),
  ]),
];

/** The stack that `cdk bootstrap` makes, and the version that the templates of this CDK require. */
const TOOLKIT = 'CDKToolkit';
export const LEAST_BOOTSTRAP_VERSION = 6;

const bootstrap: AccountCheck = {
  states: 'the account is bootstrapped for the CDK',
  permissions: ['cloudformation:DescribeStacks'],
  find: async (deployment) => {
    const { stage, account } = deployment;
    const command = `Run npx cdk bootstrap -c stage=${stage} -c region=${account.region} once, in the folder infra.`;
    const missing: string[] = [];
    const old: string[] = [];
    for (const region of regionsOf(deployment)) {
      const toolkit = (await account.stacks(region)).find(({ name }) => name === TOOLKIT);
      const version = Number(toolkit?.outputs.BootstrapVersion ?? 0);
      if (toolkit === undefined) missing.push(region);
      else if (!(version >= LEAST_BOOTSTRAP_VERSION)) old.push(`${version} in ${region}`);
    }
    const found: string[] = [];
    if (missing.length > 0) {
      found.push(
        `The account is not bootstrapped for the CDK in ${missing.join(' and ')}. ${command}`,
      );
    }
    if (old.length > 0) {
      found.push(
        `The bootstrap stack is of version ${old.join(' and ')}, and the CDK needs ${LEAST_BOOTSTRAP_VERSION}. ${command}`,
      );
    }
    return found;
  },
};

/**
 * AWS refuses a reservation that leaves fewer executions to the functions without one.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const ALWAYS_UNRESERVED = 100;

const concurrency: AccountCheck = {
  states: 'Lambda has the concurrent executions that the stage reserves',
  permissions: ['lambda:GetAccountSettings', 'lambda:GetFunctionConcurrency'],
  find: async ({ stage, configuration, account }) => {
    const wanted = Object.entries(configuration.concurrency.reserved);
    const sum = wanted.reduce((total, [, executions]) => total + executions, 0);
    if (sum === 0) return [];
    const reserved = await Promise.all(
      wanted.map(([id]) => account.reservedBy(functionName(stage, id))),
    );
    const { limit, unreserved } = await account.concurrency();
    const free = unreserved + reserved.reduce((total, executions) => total + executions, 0);
    const missing = sum + ALWAYS_UNRESERVED - free;
    if (missing <= 0) return [];
    const { region } = account;
    return [
      `Lambda allows ${limit} concurrent executions in ${region}, of which ${free} are free, but stage ${stage} reserves ${sum}, and AWS requires that ${ALWAYS_UNRESERVED} stay unreserved. Request at least ${limit + missing}: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${limit + missing} --region ${region}. Or lower concurrency.reserved of the stage in infra/src/configuration/stages.ts.`,
    ];
  },
};

const cloudfront: AccountCheck = {
  states: 'CloudFront accepts the account',
  permissions: ['cloudfront:ListDistributions'],
  find: async ({ account }) => {
    if ((await account.countDistributions()) > 0) return [];
    throw new NotKnownError(
      'whether CloudFront accepts the account, because AWS does not tell before the first distribution. If it answers that the account must be verified, ask AWS Support for that, and deploy again: nothing has to be undone.',
    );
  },
};

const addresses: AccountCheck = {
  states: 'the configured certificate, topic and sender can be used',
  permissions: ['ses:GetEmailIdentity'],
  find: async ({ configuration: { domain, alarms, identity }, account }) => {
    const found: string[] = [];
    if (domain !== undefined && regionIn(domain.certificateArn) !== CLOUDFRONT_REGION) {
      found.push(
        `The certificate of ${domain.name} must be in ${CLOUDFRONT_REGION}, where CloudFront reads it. Request one there, and set domain.certificateArn.`,
      );
    }
    const topic = alarms.kind === 'alarms' ? alarms.topicArn : undefined;
    if (topic !== undefined && regionIn(topic) !== account.region) {
      found.push(
        `The topic ${topic} is not in ${account.region}, where the alarms are. Set alarms.topicArn to a topic in ${account.region}.`,
      );
    }
    const sender = identity.kind === 'cognito' ? identity.mailFrom : undefined;
    const mailDomain = sender?.split('@')[1];
    if (mailDomain !== undefined && !(await account.isVerifiedSender(mailDomain))) {
      found.push(
        `SES has not verified ${mailDomain} in ${account.region}, and Cognito cannot send as ${sender}. Verify it: aws sesv2 create-email-identity --email-identity ${mailDomain} --region ${account.region}.`,
      );
    }
    return found;
  },
};

/** The fourth part of an ARN. */
const regionIn = (arn: string): string | undefined => arn.split(':')[3];

/** The checks of what an account allows. */
export const accountChecks: readonly AccountCheck[] = [
  bootstrap,
  concurrency,
  cloudfront,
  addresses,
];

/** Whether a stack owns resources: it was created, even if a later update failed. */
export const isCreated = ({ status }: InspectedStack): boolean =>
  !/^(ROLLBACK_|REVIEW_|CREATE_FAILED|DELETE_)/.test(status);
