import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { functionName, type StageName } from '@willcall/topology';
import { Aws, Duration, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  UserPool,
  UserPoolEmail,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type DeployedFunction, makeFunction } from '../compute/function.ts';
import { findWebOrigins } from '../configuration/page-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { removalPolicy } from '../data/protection.ts';
import { ENTRIES } from '../repository.ts';
import { type AppClients, makeAppClients } from './app-clients.ts';
import { RESOURCE_SERVER, STAFF_GROUP, scopeDefinitions } from './scopes.ts';

type UserPoolProps = {
  readonly stage: StageName;
  readonly configuration: Pick<
    StageConfiguration,
    'browserOrigins' | 'page' | 'domain' | 'protection'
  >;
  /** The sender of e-mails, by SES. Default: Cognito's own sender. */
  readonly mailFrom?: string | undefined;
  readonly preToken: Alias;
};

export type Users = {
  readonly userPool: UserPool;
  readonly clients: AppClients;
  /** The URLs where people sign in, and where the page and the smoke test request tokens. */
  readonly signInUrl: string;
  readonly tokenUrl: string;
};

/** Characters. NIST SP 800-63B requires at least 8. A password of 12 cannot be found by trying. */
const SHORTEST_PASSWORD = 12;

/** How long an invitation to the staff is valid. It can be sent again. */
const INVITATION = Duration.days(1);

/**
 * Makes one user pool for buyers and staff. Buyers sign themselves up. An administrator of the AWS
 * account adds members to the staff's group.
 */
export function makeUserPool(scope: Construct, props: UserPoolProps): Users {
  const { stage, configuration, preToken } = props;
  const userPool = poolOf(scope, props);
  acknowledgePool(userPool);
  userPool.addTrigger(
    UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
    preToken,
    // The first version cannot change an access token's scopes.
    LambdaVersion.V2_0,
  );
  userPool.addGroup('Staff', { groupName: STAFF_GROUP, description: 'May run shows' });
  const scopes = userPool.addResourceServer('Scopes', {
    identifier: RESOURCE_SERVER,
    userPoolResourceServerName: `willcall-${stage}`,
    scopes: [...scopeDefinitions],
  });
  const clients = makeAppClients(userPool, { stage, origins: findWebOrigins(configuration) });
  // Cognito refuses a client whose scopes do not exist yet, and CDK sees no dependency, because scopes are plain text.
  for (const client of Object.values(clients)) client.node.addDependency(scopes);
  const domain = userPool.addDomain('SignIn', {
    // All accounts of a region share one namespace.
    cognitoDomain: { domainPrefix: `willcall-${stage}-${Aws.ACCOUNT_ID}` },
  });
  const signInUrl = domain.baseUrl();
  return { userPool, clients, signInUrl, tokenUrl: `${signInUrl}/oauth2/token` };
}

const poolOf = (scope: Construct, { stage, configuration, mailFrom }: UserPoolProps) =>
  new UserPool(scope, 'UserPool', {
    userPoolName: userPoolName(stage),
    // The cheapest plan whose trigger can change scopes. It is billed by active user and has no fixed price.
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    keepOriginal: { email: true },
    ...(mailFrom !== undefined && { email: mailOf(mailFrom) }),
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: SHORTEST_PASSWORD,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: INVITATION,
    },
    deletionProtection: configuration.protection.deletionProtection,
    removalPolicy: removalPolicy(configuration),
  });

const mailOf = (fromEmail: string): UserPoolEmail =>
  UserPoolEmail.withSES({
    fromEmail,
    sesVerifiedDomain: known(fromEmail.split('@')[1], 'the domain of mailFrom'),
  });

function acknowledgePool(userPool: UserPool): void {
  const validations = Validations.of(userPool);
  validations.acknowledge({
    id: 'AwsSolutions-COG2',
    reason: 'A second factor for every buyer of a ticket would be too much; each may turn it on',
  });
  validations.acknowledge({
    id: 'AwsSolutions-COG8',
    reason: 'The plus plan costs four times as much for each active user; nothing is charged here',
  });
}

/** The name of a stage's user pool, e.g. `willcall-dev`. People and the teardown find the pool by it. */
export const userPoolName = (stage: StageName): string => `willcall-${stage}`;

type PreTokenFunctionProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'retention'>;
};

/** Cognito waits for at most 5 seconds. This function calls no other service. */
const TIMEOUT_SECONDS = 5;
const MEMORY_MEGABYTES = 128;

/** Makes the function that Cognito calls before it signs a token. It may only write its log. */
export const makePreTokenFunction = (
  scope: Construct,
  { stage, configuration }: PreTokenFunctionProps,
): DeployedFunction =>
  makeFunction(scope, 'PreToken', {
    name: functionName(stage, 'pre-token'),
    description: 'Keeps the admin scope from whoever is not of the staff',
    entry: join(ENTRIES, 'pre-token.ts'),
    timeoutSeconds: TIMEOUT_SECONDS,
    memoryMegabytes: MEMORY_MEGABYTES,
    environment: { NODE_OPTIONS: '--enable-source-maps' },
    statements: [],
    logRetention: configuration.retention.logs,
  });
