import { join } from 'node:path';
import { functionName, type StageName } from '@willcall/topology';
import type { Construct } from 'constructs';
import { type DeployedFunction, makeFunction } from '../compute/function.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { ENTRIES } from '../repository.ts';

export type PreTokenFunctionProps = {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'retention'>;
};

/** Cognito waits for no longer, and this function asks nobody. */
const TIMEOUT_SECONDS = 5;
const MEMORY_MEGABYTES = 128;

/** The function that Cognito calls before it signs a token. It may write its log, and nothing else. */
export const makePreTokenFunction = (
  scope: Construct,
  { stage, configuration }: PreTokenFunctionProps,
): DeployedFunction =>
  makeFunction(scope, 'PreToken', {
    name: functionName(stage, 'pre-token'),
    description: 'Keeps the admin scope from whoever is not of the staff',
    entry: join(ENTRIES, 'pre-token.ts'),
    timeoutSeconds: TIMEOUT_SECONDS,
    memoryMegabytes: MEMORY_MEGABYTES,
    environment: { NODE_OPTIONS: '--enable-source-maps' },
    statements: [],
    logRetention: configuration.retention.logs,
  });
