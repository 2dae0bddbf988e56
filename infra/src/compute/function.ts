import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import {
  type BundlingOptions,
  LogLevel,
  NodejsFunction,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { REPOSITORY } from '../repository.ts';
import { allow } from './permissions.ts';

/** A function and its alias `live`, which all callers invoke. */
export type DeployedFunction = { readonly function: NodejsFunction; readonly alias: Alias };

type FunctionInput = {
  /** The full name, e.g. `willcall-dev-accept`. */
  readonly name: string;
  readonly description: string;
  /** The file that exports `handler`. */
  readonly entry: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  readonly logRetention: RetentionDays;
  readonly reservedConcurrency?: number | undefined;
};

/** Makes a function with its own role and log group, X-Ray tracing and the alias `live`. */
export const makeFunction = (
  scope: Construct,
  id: string,
  input: FunctionInput,
): DeployedFunction => {
  const functionScope = new Construct(scope, id);
  const logGroup = new LogGroup(functionScope, 'Logs', {
    logGroupName: `/aws/lambda/${input.name}`,
    retention: input.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = makeFunctionRole(functionScope, input, logGroup);
  const made = new NodejsFunction(functionScope, 'Function', {
    functionName: input.name,
    description: input.description,
    entry: input.entry,
    handler: 'handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    timeout: Duration.seconds(input.timeoutSeconds),
    memorySize: input.memoryMegabytes,
    environment: { ...input.environment },
    ...(input.reservedConcurrency !== undefined && {
      reservedConcurrentExecutions: input.reservedConcurrency,
    }),
    tracing: Tracing.ACTIVE,
    role,
    logGroup,
    bundling,
    projectRoot: REPOSITORY,
    depsLockFilePath: join(REPOSITORY, 'package-lock.json'),
  });
  const alias = new Alias(functionScope, 'Live', {
    aliasName: 'live',
    version: made.currentVersion,
  });
  return { function: made, alias };
};

/** Makes a role that may write the function's logs and use what `statements` allow. CDK adds X-Ray, which has no resource ARNs. */
const makeFunctionRole = (scope: Construct, input: FunctionInput, logGroup: LogGroup): Role => {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Of the function ${input.name}`,
  });
  const logs = allow('logs', ['CreateLogStream', 'PutLogEvents'], [logGroup.logGroupArn]);
  for (const statement of [logs, ...input.statements]) role.addToPolicy(statement);
  return role;
};

/** Packages that a bundle replaces with a file of ours. Paths start at the repository's root. */
export const ALIASES = {
  '@aws-sdk/credential-provider-node': './infra/src/compute/function-credentials.ts',
  '@aws-sdk/endpoint-cache': './infra/src/compute/endpoint-cache.ts',
  '@smithy/core/event-streams': './infra/src/compute/event-streams.ts',
} as const;

/**
 * The bundling of every function: by the local esbuild, with all dependencies, including the AWS SDK.
 * CommonJS, because an ES module that imports `node:http` loads all of Node's fetch with it, which no function
 * uses.
 */
export const bundling = {
  format: OutputFormat.CJS,
  target: 'node24',
  minify: true,
  sourceMap: true,
  // The map gives line numbers; the source is in the repository.
  sourcesContent: false,
  // Prefer a package's ES modules, because esbuild removes their unused code.
  mainFields: ['module', 'main'],
  esbuildArgs: {
    '--conditions': 'module',
    ...Object.fromEntries(
      Object.entries(ALIASES).map(([name, file]) => [`--alias:${name}`, file] as const),
    ),
  },
  externalModules: [],
  logLevel: LogLevel.WARNING,
  forceDockerBundling: false,
} satisfies BundlingOptions;
