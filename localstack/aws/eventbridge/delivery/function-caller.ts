import { invoke } from '../../lambda/invoke.ts';
import type { LambdaFunction } from '../../lambda/lambda-function.ts';
import { DeliveryError } from './delivery-error.ts';

export type FindFunction = (arn: string) => LambdaFunction | undefined;

/**
 * Invokes the function that an ARN names.
 * @throws DeliveryError
 */
export type CallFunction = (arn: string, input: string) => Promise<void>;

/**
 * On AWS the invocation is asynchronous: Lambda itself tries a function that threw twice more, and
 * the function's own on-failure destination gets the event. Here the target's retries do for both.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const functionCaller =
  (find: FindFunction): CallFunction =>
  async (arn, input) => {
    const lambda = find(arn);
    if (lambda === undefined) throw new DeliveryError('NO_RESOURCE', 'There is no such function.');
    const invocation = await invoke<unknown, unknown>(lambda, JSON.parse(input));
    if (invocation.outcome === 'timed-out') throw new DeliveryError('TIMEOUT', 'Task timed out.');
    if (invocation.outcome === 'threw') {
      throw new DeliveryError('FUNCTION_ERROR', 'The function threw.', { cause: invocation.error });
    }
  };
