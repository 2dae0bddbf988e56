import { type AccessedResource, queueVariables, tableVariables } from '@willcall/topology';
import type { StageEnvironment } from '../../stage/stage-environment.ts';
import {
  bucketArn,
  busArn,
  indexArn,
  objectArn,
  queueArn,
  tableArn,
} from './requests/resource-arns.ts';

/**
 * The local ARN of what a role may use, or undefined where the environment names none: what only Lambda
 * itself uses in a function's name has no variable, nor has it to be allowed here.
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
    case 'failed-invocations':
    // Locally the keys are in a file.
    case 'purchase-id-keys':
      return undefined;
  }
};

const bucketVariables = { flyers: 'FLYERS_BUCKET', failures: undefined } as const;
