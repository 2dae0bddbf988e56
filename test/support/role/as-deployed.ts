import { type StageEnvironment, withRole } from '@willcall/localstack';
import type { FunctionId } from '@willcall/topology';
import { recordDeniedCall } from './denied-calls.ts';

type CallSeams = Parameters<typeof withRole>[1];

/**
 * The seams of a function that a test creates, with its deployed role as in a stage.
 *
 * @example
 * createWorker(environment, asDeployed('worker', environment, seams));
 */
export const asDeployed = <Given extends CallSeams>(
  id: FunctionId,
  environment: StageEnvironment,
  seams: Given,
): Given & CallSeams => {
  const onDenied = ({ message }: Error) => recordDeniedCall(message);
  return withRole({ id, environment, onDenied }, seams);
};
