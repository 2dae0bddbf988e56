import type { StageName } from '@willcall/topology';
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
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { removalPolicy } from '../data/protection.ts';
import { type AppClients, makeAppClients } from './make-app-clients.ts';
import { RESOURCE_SERVER, scopeDefinitions } from './scope-definitions.ts';
import { STAFF_GROUP } from './staff-group.ts';
import { userPoolName } from './user-pool-name.ts';

export type UserPoolProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'browserOrigins' | 'protection'>;
  /** Who mails come from, by SES; Cognito's own sender without it. */
  readonly mailFrom?: string | undefined;
  readonly preToken: Alias;
};

export type Users = {
  readonly userPool: UserPool;
  readonly clients: AppClients;
  /** Where people sign in, and where the smoke test asks for a token. */
  readonly signInUrl: string;
  readonly tokenUrl: string;
};

/** Characters. NIST SP 800-63B asks for 8 at least; 12 are beyond trying out. */
const SHORTEST_PASSWORD = 12;

/** An invitation to the staff is taken up the next day, or sent again. */
const INVITATION = Duration.days(1);

/**
 * Buyers and staff, in one pool: buyers sign themselves up, the staff's group is filled by an
 * administrator of the AWS account.
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
  const clients = makeAppClients(userPool, { stage, origins: configuration.browserOrigins });
  // Cognito refuses a client whose scopes are not there yet, and the client names them by text only.
  for (const client of Object.values(clients)) client.node.addDependency(scopes);
  const domain = userPool.addDomain('SignIn', {
    // One name space for all accounts of a region.
    cognitoDomain: { domainPrefix: `willcall-${stage}-${Aws.ACCOUNT_ID}` },
  });
  const signInUrl = domain.baseUrl();
  return { userPool, clients, signInUrl, tokenUrl: `${signInUrl}/oauth2/token` };
}

const poolOf = (scope: Construct, { stage, configuration, mailFrom }: UserPoolProps) =>
  new UserPool(scope, 'UserPool', {
    userPoolName: userPoolName(stage),
    // The least plan with scopes by trigger. It is paid by the active user, and has no fixed price.
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
  UserPoolEmail.withSES({ fromEmail, sesVerifiedDomain: fromEmail.split('@')[1] ?? '' });

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
