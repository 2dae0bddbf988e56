import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { allow } from '../access/statement.ts';
import { bundling } from './bundling.ts';
import { REPOSITORY } from './repository.ts';

/** A function, and the alias `live` that all who invoke it point at. */
export type DeployedFunction = { readonly function: NodejsFunction; readonly alias: Alias };

export type FunctionInput = {
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
  const role = functionRole(place, input, logGroup);
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
const functionRole = (scope: Construct, input: FunctionInput, logGroup: LogGroup): Role => {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Of the function ${input.name}`,
  });
  const logs = allow('logs', ['CreateLogStream', 'PutLogEvents'], [logGroup.logGroupArn]);
  for (const statement of [logs, ...input.statements]) role.addToPolicy(statement);
  return role;
};
