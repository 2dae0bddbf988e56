import {
  CloudFormationClient,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CloudFrontClient,
  ListDistributionsCommand,
  ListResponseHeadersPoliciesCommand,
} from '@aws-sdk/client-cloudfront';
import {
  CognitoIdentityProviderClient,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException as NoTable,
} from '@aws-sdk/client-dynamodb';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ResourceNotFoundException as NoFunction,
} from '@aws-sdk/client-lambda';
import { paginateListBuckets, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeSecretCommand,
  ResourceNotFoundException as NoSecret,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetEmailIdentityCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2';
import { known } from '@willcall/contracts';

export type InspectedStack = {
  readonly name: string;
  readonly status: string;
  /** Whether AWS refuses to delete the stack. */
  readonly isProtected: boolean;
  readonly outputs: Readonly<Record<string, string>>;
};

export type InspectedThroughput = {
  readonly readUnitsPerSecond: number;
  readonly writeUnitsPerSecond: number;
};

/** What the checks before a deployment or a sale ask of an account. Every question throws errors of the SDK. */
export type InspectedAccount = {
  readonly region: string;
  /** The stacks of a region that exist. */
  stacks(region: string): Promise<readonly InspectedStack[]>;
  /** Concurrent executions of all functions, and those that no function has reserved. */
  concurrency(): Promise<{ readonly limit: number; readonly unreserved: number }>;
  /** The executions that a function has reserved; 0 if it does not exist. */
  reservedBy(functionName: string): Promise<number>;
  countDistributions(): Promise<number>;
  /** The names of the account's own policies, which all regions share. */
  responseHeadersPolicies(): Promise<readonly string[]>;
  hasTable(name: string): Promise<boolean>;
  /** The units a second that a table serves at once. Undefined if the table does not exist. */
  warmThroughput(name: string): Promise<InspectedThroughput | undefined>;
  /** The names of the buckets that begin with a prefix. */
  buckets(prefix: string): Promise<readonly string[]>;
  secret(name: string): Promise<'missing' | 'present' | 'being deleted'>;
  userPools(): Promise<readonly string[]>;
  /** Whether SES has verified the domain of a sender. */
  isVerifiedSender(domain: string): Promise<boolean>;
};

/** Where the SDK's clients send their requests; by default to AWS, with its chain of credentials. */
export type ClientSettings = {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/** CloudFront's clients sign for this region, wherever the stage is. */
const GLOBAL = 'us-east-1';

/** Cognito's maximum page size. */
const POOLS = 60;

/** Opens the account of the SDK's credentials. */
export function openAccount(region: string, settings: ClientSettings = {}): InspectedAccount {
  const own = { ...settings, region };
  const lambda = new LambdaClient(own);
  const dynamodb = new DynamoDBClient(own);
  const s3 = new S3Client({ ...own, forcePathStyle: settings.endpoint !== undefined });
  const secrets = new SecretsManagerClient(own);
  const cognito = new CognitoIdentityProviderClient(own);
  const ses = new SESv2Client(own);
  const cloudfront = new CloudFrontClient({ ...settings, region: GLOBAL });
  return {
    region,
    stacks: (where) => listStacks(new CloudFormationClient({ ...settings, region: where })),
    concurrency: async () => {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
      return {
        limit: known(AccountLimit?.ConcurrentExecutions, 'limit of concurrent executions'),
        unreserved: known(AccountLimit?.UnreservedConcurrentExecutions, 'unreserved executions'),
      };
    },
    reservedBy: (FunctionName) =>
      unless(NoFunction, 0, async () => {
        const answer = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
        return answer.ReservedConcurrentExecutions ?? 0;
      }),
    countDistributions: async () => {
      const { DistributionList } = await cloudfront.send(
        new ListDistributionsCommand({ MaxItems: 1 }),
      );
      return known(DistributionList?.Quantity, 'number of distributions');
    },
    responseHeadersPolicies: async () => {
      // An account may have 20 of its own, and a page holds 100.
      const { ResponseHeadersPolicyList } = await cloudfront.send(
        new ListResponseHeadersPoliciesCommand({ Type: 'custom' }),
      );
      return (ResponseHeadersPolicyList?.Items ?? []).flatMap(
        (item) => item.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig?.Name ?? [],
      );
    },
    hasTable: (TableName) =>
      unless(NoTable, false, async () => {
        await dynamodb.send(new DescribeTableCommand({ TableName }));
        return true;
      }),
    warmThroughput: (TableName) =>
      unless(NoTable, undefined, async () => {
        const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
        const { ReadUnitsPerSecond, WriteUnitsPerSecond } = Table?.WarmThroughput ?? {};
        return {
          readUnitsPerSecond: known(ReadUnitsPerSecond, 'warm read units'),
          writeUnitsPerSecond: known(WriteUnitsPerSecond, 'warm write units'),
        };
      }),
    buckets: async (Prefix) => {
      const names: string[] = [];
      for await (const { Buckets = [] } of paginateListBuckets({ client: s3 }, { Prefix })) {
        names.push(...Buckets.flatMap(({ Name }) => Name ?? []));
      }
      return names.filter((name) => name.startsWith(Prefix));
    },
    secret: (SecretId) =>
      unless(NoSecret, 'missing' as const, async () => {
        const { DeletedDate } = await secrets.send(new DescribeSecretCommand({ SecretId }));
        return DeletedDate === undefined ? ('present' as const) : ('being deleted' as const);
      }),
    userPools: async () => {
      const names: string[] = [];
      const pages = paginateListUserPools({ client: cognito }, { MaxResults: POOLS });
      for await (const { UserPools = [] } of pages) {
        names.push(...UserPools.flatMap(({ Name }) => Name ?? []));
      }
      return names;
    },
    isVerifiedSender: (EmailIdentity) =>
      unless(NotFoundException, false, async () => {
        const answer = await ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
        return answer.VerifiedForSendingStatus === true;
      }),
  };
}

async function listStacks(client: CloudFormationClient): Promise<InspectedStack[]> {
  const found: Stack[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) found.push(...Stacks);
  return found.map(({ StackName, StackStatus, EnableTerminationProtection, Outputs = [] }) => ({
    name: known(StackName, 'name of a stack'),
    status: known(StackStatus, 'status of a stack'),
    isProtected: EnableTerminationProtection === true,
    outputs: Object.fromEntries(
      Outputs.map(({ OutputKey, OutputValue }) => [
        known(OutputKey, 'name of an output'),
        known(OutputValue, 'value of an output'),
      ]),
    ),
  }));
}

/** Asks AWS. Returns `instead` if AWS answers with the error `refused`. */
async function unless<Answer>(
  refused: abstract new (...args: never[]) => Error,
  instead: Answer,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof refused) return instead;
    throw error;
  }
}
