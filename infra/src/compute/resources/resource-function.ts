import { join } from 'node:path';
import { functionName, type StageName } from '@willcall/topology';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import { type DeployedFunction, makeFunction } from '../function/make-function.ts';

const TIMEOUT_SECONDS = 60;
const MEMORY_MEGABYTES = 256;

export type ResourceFunctionInput = {
  readonly stage: StageName;
  readonly logRetention: RetentionDays;
  /** The file beside this one, without its ending, which is the function's name too. */
  readonly name: 'generate-keys' | 'announce-uploads';
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
};

/** A function behind a custom resource: it runs when the stack is deployed, and never else. */
export const resourceFunction = (
  scope: Construct,
  { stage, name, ...input }: ResourceFunctionInput,
): DeployedFunction =>
  makeFunction(scope, name, {
    ...input,
    name: functionName(stage, name),
    entry: join(import.meta.dirname, `${name}.ts`),
    timeoutSeconds: TIMEOUT_SECONDS,
    memoryMegabytes: MEMORY_MEGABYTES,
    environment: {},
  });
