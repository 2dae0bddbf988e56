import { join } from 'node:path';
import {
  type FunctionDefinition,
  type FunctionId,
  functionAccess,
  functionName,
  functions,
} from '@willcall/topology';
import { Stack } from 'aws-cdk-lib';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { keyStatements } from '../compute/access/key-statements.ts';
import { roleStatements } from '../compute/access/role-statements.ts';
import type { ComputeResources } from '../compute/compute-resources.ts';
import {
  type EnvironmentInput,
  functionEnvironment,
} from '../compute/environment/function-environment.ts';

import { type DeployedFunction, makeFunction } from '../compute/function/make-function.ts';
import { ENTRIES } from '../compute/function/repository.ts';
import { keepFailedInvocations } from '../compute/invocations/failed-invocations.ts';
import { queueMappings } from '../compute/invocations/queue-mappings.ts';
import { makeRules } from '../compute/invocations/rules.ts';
import { streamMappings } from '../compute/invocations/stream-mappings.ts';
import { announcedUploads } from '../compute/resources/announced-uploads.ts';
import { generatedKeys } from '../compute/resources/generated-keys.ts';

import { makeOriginSecrets } from '../edge/front/make-origin-secrets.ts';
import { eachOf, type StageStackProps } from './stage-stack.ts';

export type ComputeStackProps = StageStackProps & ComputeResources;

/** The functions, each with a role of its own, and what invokes them. */
export class ComputeStack extends Stack {
  readonly functions: Readonly<Record<FunctionId, DeployedFunction>>;
  /** What CloudFront proves itself with to the functions, where the stage has a front. */
  readonly originSecret: Secret | undefined;

  constructor(scope: Construct, id: string, props: ComputeStackProps) {
    super(scope, id, props);
    const { stage, configuration, data, messaging } = props;
    const origin = makeOriginSecrets(this, { stage, configuration, key: data.key });
    const environment: EnvironmentInput = {
      stage,
      data,
      messaging,
      stockBucketsMax: configuration.stockBucketsMax,
      purchaseIdKeys: generatedKeys(this, stage, configuration),
      routed: origin?.environment ?? {},
    };
    this.originSecret = origin?.current;
    this.functions = eachOf<FunctionId, DeployedFunction>(functions, (functionId) =>
      this.makeOne(functionId, props, environment),
    );
    this.makeInvocations(props);
  }

  private makeOne(
    id: FunctionId,
    { stage, configuration, data, messaging }: ComputeStackProps,
    environment: EnvironmentInput,
  ): DeployedFunction {
    const { service, timeoutSeconds, memoryMegabytes }: FunctionDefinition = functions[id];
    const access = functionAccess[id];
    const resources = { data, messaging };
    return makeFunction(this, id, {
      name: functionName(stage, id),
      description: `${id}, of ${service}`,
      entry: join(ENTRIES, `${id}.ts`),
      timeoutSeconds,
      memoryMegabytes,
      environment: functionEnvironment(id, environment),
      statements: [
        ...roleStatements(id, resources),
        ...(access.tables === undefined ? [] : keyStatements(resources)),
      ],
      logRetention: configuration.retention.logs,
      reservedConcurrency: configuration.concurrency.reserved[id],
    });
  }

  private makeInvocations({ stage, configuration, data, messaging }: ComputeStackProps): void {
    const { functions: made } = this;
    queueMappings(this, made, { messaging }, configuration);
    streamMappings(this, made, { data });
    makeRules(this, { stage, functions: made, messaging });
    keepFailedInvocations(made, { messaging });
    const logRetention = configuration.retention.logs;
    announcedUploads(this, { stage, data, functions: made, logRetention });
  }
}
