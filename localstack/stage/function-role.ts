import type { FlyersSeams } from '@willcall/flyers';
import {
  type AccessedResource,
  type FunctionId,
  queueVariables,
  rolePermissions,
  tableVariables,
} from '@willcall/topology';
import type { CalledService } from '../aws/iam/access-requests.ts';
import { createAssumedRole, type Role } from '../aws/iam/role.ts';
import { createRolePlugin } from '../aws/iam/role-plugin.ts';
import {
  bucketArn,
  busArn,
  indexArn,
  objectArn,
  queueArn,
  tableArn,
} from '../aws/local-account.ts';
import type { StageEnvironment } from './stage-environment.ts';

/** The function whose role applies, and the environment that names its resources. */
export type RoleOptions = {
  readonly id: FunctionId;
  readonly environment: StageEnvironment;
  /** Called for every refusal, because a function may handle the error without logging it. */
  readonly onDenied: (error: Error) => void;
};

/** The seams of every function, and the calls to S3. */
type CallSeams = FlyersSeams;

/**
 * Restricts the seams of a function to the AWS calls that its deployed role allows. Existing plugins run
 * after the check.
 *
 * @example createWorker(environment, inRole({ id: 'worker', environment, onDenied }, seams));
 */
export const withRole = <Given extends CallSeams>(
  { id, environment, onDenied }: RoleOptions,
  seams: Given,
): Given & CallSeams => {
  const role = createFunctionRole(id, environment);
  const createPlugin = (service: CalledService) => createRolePlugin(service, role, onDenied);
  const { dynamodbPlugins = [], sqsPlugins = [], eventBridgePlugins = [], s3Plugins = [] } = seams;
  return {
    ...seams,
    dynamodbPlugins: [createPlugin('dynamodb'), ...dynamodbPlugins],
    sqsPlugins: [createPlugin('sqs'), ...sqsPlugins],
    eventBridgePlugins: [createPlugin('events'), ...eventBridgePlugins],
    s3Plugins: [createPlugin('s3'), ...s3Plugins],
  };
};

/** Creates the deployed role of a function for the resources in its environment. */
export const createFunctionRole = (id: FunctionId, environment: StageEnvironment): Role => {
  const permissions = rolePermissions(id).flatMap(({ service, actions, resources }) => {
    const arns = resources.flatMap((resource) => resourceArn(resource, environment) ?? []);
    return actions.map((action) => ({ action: `${service}:${action}`, resources: arns }));
  });
  return createAssumedRole(`willcall-${id}`, permissions);
};

/**
 * The local ARN of a resource, or undefined if the environment does not name it. Resources that only
 * Lambda itself uses have no variable, and need no permission here.
 */
export const resourceArn = (
  resource: AccessedResource,
  environment: StageEnvironment,
): string | undefined => {
  const named = (variable: string | undefined, arn: (name: string) => string) => {
    const name = variable === undefined ? undefined : environment[variable];
    return name === undefined ? undefined : arn(name);
  };
  switch (resource.kind) {
    case 'table':
      return named(tableVariables[resource.table], tableArn);
    case 'index':
      return named(tableVariables[resource.table], (name) => indexArn(name, resource.index));
    case 'queue':
      return named(queueVariables[resource.queue], queueArn);
    case 'bus':
      return named('EVENT_BUS_NAME', busArn);
    case 'bucket':
      return named(bucketVariables[resource.bucket], bucketArn);
    case 'objects':
      return named(bucketVariables[resource.bucket], (name) => objectArn(name, '*'));
    case 'stream':
    case 'metrics':
    case 'failed-invocations':
    // The keys are in a local file.
    case 'purchase-id-keys':
    case 'payment-keys':
      return undefined;
  }
};

const bucketVariables = { flyers: 'FLYERS_BUCKET', failures: undefined } as const;
