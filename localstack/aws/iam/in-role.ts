import type { FlyersSeams } from '@willcall/flyers';
import type { FunctionId } from '@willcall/topology';
import type { StageEnvironment } from '../../stage/stage-environment.ts';
import type { CalledService } from './access-request.ts';
import { roleOf } from './role.ts';
import { rolePlugin } from './role-plugin.ts';

/** Whose role it is, and the environment that names its resources. */
export type InRole = {
  readonly id: FunctionId;
  readonly environment: StageEnvironment;
  /** Told of every refusal: a function may make do without what it was refused, and say nothing. */
  readonly onDenied: (error: Error) => void;
};

/** The seams of every function, and the calls to S3. */
type CallSeams = FlyersSeams;

/**
 * The seams of a function that may call AWS as its deployed role allows, and not otherwise. What they
 * had before stands behind it.
 *
 * @example createWorker(environment, inRole({ id: 'worker', environment, onDenied }, seams));
 */
export const inRole = <Given extends CallSeams>(
  { id, environment, onDenied }: InRole,
  seams: Given,
): Given & CallSeams => {
  const role = roleOf(id, environment);
  const judged = (service: CalledService) => rolePlugin(service, role, onDenied);
  const { dynamodbPlugins = [], sqsPlugins = [], eventBridgePlugins = [], s3Plugins = [] } = seams;
  return {
    ...seams,
    dynamodbPlugins: [judged('dynamodb'), ...dynamodbPlugins],
    sqsPlugins: [judged('sqs'), ...sqsPlugins],
    eventBridgePlugins: [judged('events'), ...eventBridgePlugins],
    s3Plugins: [judged('s3'), ...s3Plugins],
  };
};
