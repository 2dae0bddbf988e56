import { join } from 'node:path';
import { CommandError } from '@willcall/cli';
import { PROGRAMS, REPOSITORY } from '../repository.ts';
import { type EndedProcess, runProcess } from './run-process.ts';
import type { DeployableStage } from './stage-options.ts';

export type CdkRequest = {
  readonly stage: DeployableStage;
  /** If undefined, the templates are for any region. */
  readonly region: string | undefined;
  /** For example, `['diff', '--all']`. */
  readonly args: readonly string[];
};

/** Runs the CDK's command for the stacks of one stage, and shows its output. */
export const runCdk = ({ stage, region, args }: CdkRequest): Promise<EndedProcess> =>
  runProcess({
    command: join(PROGRAMS, 'cdk'),
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

const NOT_BOOTSTRAPPED = /bootstrap/i;
const INVALID_CREDENTIALS =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|security token .* invalid/i;
const PROTECTED = /TerminationProtection is enabled/i;

/**
 * Turns a failure of the CDK's command into a sentence. Its output was already shown.
 *
 * @throws CommandError that says what to do
 */
export const expectCdk = ({ code, stdout, stderr }: EndedProcess, request: CdkRequest): void => {
  if (code === 0) return;
  const { args, stage, region } = request;
  const printed = stdout + stderr;
  if (INVALID_CREDENTIALS.test(printed)) {
    throw new CommandError('AWS rejected the credentials. Sign in again and retry.');
  }
  if (PROTECTED.test(printed)) {
    throw new CommandError(
      `The stacks of ${stage} have deletion protection. Set deletionProtection to false in the stage's configuration, deploy it, and try again.`,
    );
  }
  if (NOT_BOOTSTRAPPED.test(printed)) {
    throw new CommandError(
      `The account is not bootstrapped for the CDK in this region. Run npx cdk bootstrap -c stage=${stage} -c region=${region} once, in the folder infra.`,
    );
  }
  throw new CommandError(`cdk ${args[0]} failed with exit code ${code}. See its output above.`);
};
