import { join } from 'node:path';
import type { DeployableStage } from './deployable-stage.ts';
import { installed, REPOSITORY } from './repository.ts';
import { type EndedProcess, runProcess } from './run-process.ts';

export type CdkWish = {
  readonly stage: DeployableStage;
  /** None is looked up, and the templates are for any, without it. */
  readonly region: string | undefined;
  /** Such as `['diff', '--all']`. */
  readonly args: readonly string[];
};

/** Runs the CDK's command over the stacks of one stage, in front of the user's eyes. */
export const runCdk = ({ stage, region, args }: CdkWish): Promise<EndedProcess> =>
  runProcess({
    command: installed('cdk'),
    args: [
      ...args,
      ...context(`stage=${stage}`),
      ...(region === undefined ? [] : context(`region=${region}`)),
    ],
    cwd: join(REPOSITORY, 'infra'),
    env: {
      ...process.env,
      ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    echo: true,
  });

const context = (value: string): string[] => ['-c', value];
