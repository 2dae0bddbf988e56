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

/** A function, and the alias `live` that all who invoke it point at. */
export type DeployedFunction = { readonly function: NodejsFunction; readonly alias: Alias };

type FunctionInput = {
  /** Its whole name, e.g. `willcall-dev-accept`. */
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

/** A function with a role and a log group of its own, traced, and its alias `live`. */
export const makeFunction = (
  scope: Construct,
  id: string,
  input: FunctionInput,
): DeployedFunction => {
  const place = new Construct(scope, id);
  const logGroup = new LogGroup(place, 'Logs', {
    logGroupName: `/aws/lambda/${input.name}`,
    retention: input.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = makeFunctionRole(place, input, logGroup);
  const made = new NodejsFunction(place, 'Function', {
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
  const alias = new Alias(place, 'Live', { aliasName: 'live', version: made.currentVersion });
  return { function: made, alias };
};

/** May write its own logs, and what is stated; CDK adds the traces, for which X-Ray knows no resource. */
const makeFunctionRole = (scope: Construct, input: FunctionInput, logGroup: LogGroup): Role => {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Of the function ${input.name}`,
  });
  const logs = allow('logs', ['CreateLogStream', 'PutLogEvents'], [logGroup.logGroupArn]);
  for (const statement of [logs, ...input.statements]) role.addToPolicy(statement);
  return role;
};

/**
 * CommonJS packages that esbuild has put into an ES module ask for Node's own modules by `require`,
 * which there is none of.
 * Source: https://esbuild.github.io/content-types/#commonjs-modules
 */
const REQUIRE_BANNER =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** By name of what is imported, what is put into a bundle instead; from the top of the repository. */
export const ALIASES = {
  '@aws-sdk/credential-provider-node': './infra/src/compute/function-credentials.ts',
} as const;

/** How every function is bundled: by the local esbuild, with all that it needs, the SDK too. */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: true,
  // The map names lines; the lines themselves stand in the repository.
  sourcesContent: false,
  // Of packages that have both, the ES modules: what is not used falls away.
  mainFields: ['module', 'main'],
  esbuildArgs: {
    '--conditions': 'module',
    ...Object.fromEntries(
      Object.entries(ALIASES).map(([name, file]) => [`--alias:${name}`, file] as const),
    ),
  },
  externalModules: [],
  banner: REQUIRE_BANNER,
  logLevel: LogLevel.WARNING,
  forceDockerBundling: false,
} satisfies BundlingOptions;
