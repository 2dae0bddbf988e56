import { join } from 'node:path';
import {
  type FunctionDefinition,
  type FunctionId,
  functionName,
  functions,
} from '@willcall/topology';
import { type SecretValue, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ComputeResources } from '../compute/compute-resources.ts';
import { makeGeneratedKeys, makeUploadNotifications } from '../compute/custom-resources.ts';
import { type EnvironmentInput, makeFunctionEnvironment } from '../compute/environment.ts';
import { type DeployedFunction, makeFunction } from '../compute/function.ts';
import { makeInvocations } from '../compute/invocations.ts';
import { makeKeyStatements, makeRoleStatements } from '../compute/permissions.ts';
import { type EachFunction, makeEachFunction } from '../configuration/payments-setting.ts';
import { makeOriginSecrets } from '../edge/origin-secrets.ts';
import { ENTRIES } from '../repository.ts';
import type { StageStackProps } from './stage-stack.ts';

type ComputeStackProps = StageStackProps &
  ComputeResources &
  Pick<EnvironmentInput, 'flyersBaseUrl'>;

/** The functions, each with its own role, and what invokes them. */
export class ComputeStack extends Stack {
  readonly functions: EachFunction<DeployedFunction>;
  /** The secret that CloudFront sends to the functions, if the API has a distribution. */
  readonly originSecret: SecretValue | undefined;

  constructor(scope: Construct, id: string, props: ComputeStackProps) {
    super(scope, id, props);
    const { stage, configuration, data, messaging, flyersBaseUrl } = props;
    const origin = makeOriginSecrets(this, { stage, configuration, key: data.key });
    const environment: EnvironmentInput = {
      stage,
      data,
      messaging,
      flyersBaseUrl,
      configuration,
      purchaseIdKeys: makeGeneratedKeys(this, stage, configuration),
      routed: origin?.environment ?? {},
    };
    this.originSecret = origin?.current;
    this.functions = makeEachFunction(configuration, (functionId) =>
      this.makeOne(functionId, props, environment),
    );
    const input = { stage, data, messaging, functions: this.functions };
    makeInvocations(this, { ...input, configuration });
    makeUploadNotifications(this, { ...input, logRetention: configuration.retention.logs });
  }

  private makeOne(
    id: FunctionId,
    { stage, configuration, data, messaging }: ComputeStackProps,
    environment: EnvironmentInput,
  ): DeployedFunction {
    const { service, timeoutSeconds, memoryMegabytes }: FunctionDefinition = functions[id];
    const resources = { data, messaging };
    return makeFunction(this, id, {
      name: functionName(stage, id),
      description: `${id}, of ${service}`,
      entry: join(ENTRIES, `${id}.ts`),
      timeoutSeconds,
      memoryMegabytes,
      environment: makeFunctionEnvironment(id, environment),
      statements: [...makeRoleStatements(id, resources), ...makeKeyStatements(id, resources)],
      logRetention: configuration.retention.logs,
      reservedConcurrency: configuration.concurrency.reserved[id],
    });
  }
}
