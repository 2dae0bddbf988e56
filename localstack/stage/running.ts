import type { FunctionId } from '@willcall/topology';
import type { LambdaFunction } from '../aws/lambda/lambda-function.ts';

export type StageFunctions = Partial<Readonly<Record<FunctionId, LambdaFunction>>>;

/** A part of a stage that runs until it is stopped. */
export type Running = {
  /** Finishes what is under way. Repeatable. */
  stop(): Promise<void>;
};
