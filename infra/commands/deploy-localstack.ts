import { join } from 'node:path';
import { Command, CommandError } from '@willcall/cli';
import {
  COMPOSED_ENDPOINT,
  chooseBackend,
  compose,
  isLocalStack,
  LOCAL_ACCOUNT,
  LOCAL_REGION,
  localCredentials,
  requireDocker,
} from '@willcall/localstack';
import { runProcess } from '../src/command/run-process.ts';
import { PROGRAMS, REPOSITORY } from '../src/repository.ts';
import { enableUploadNotifications } from './announce-uploads.ts';

export const command = (): Command =>
  new Command()
    .description('Deploys the stage localstack to LocalStack, with the same stacks as on AWS.')
    .addHelpText('after', help)
    .action(async () => {
      const endpoint = await deployToLocalStack(process.env, {
        start: startLocalStack,
        cdk: runCdk,
        announceUploads: enableUploadNotifications,
      });
      console.log(`Stage localstack is deployed to ${endpoint}.`);
    });

const help = `
Example:
  npx --no-install willcall deploy-localstack

The deployment omits HTTP API, Cognito, CloudFront, WAF and CodeDeploy, which the free image does not
offer. Its CloudFormation also skips the bus's archive and the saved log queries. A second deployment
updates changed functions in place. Most other changes need a new LocalStack.

Environment:
  AWS_ENDPOINT_URL=http://127.0.0.1:4566   a running LocalStack that may start containers for
                                           functions (default: Docker Compose starts one and
                                           leaves it running)`;

const startLocalStack = async (): Promise<string> => {
  if (await isLocalStack(COMPOSED_ENDPOINT)) return COMPOSED_ENDPOINT;
  await requireDocker(process.env);
  await compose(['up', '--detach', '--wait'], { functions: true });
  return COMPOSED_ENDPOINT;
};

const runCdk = async (args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> => {
  const cwd = join(REPOSITORY, 'infra');
  const { code } = await runProcess({ command: join(PROGRAMS, 'cdk'), args, cwd, env, echo: true });
  return code ?? 1;
};

type DeployDependencies = {
  /** Brings up a LocalStack that can run functions; its endpoint. It is not stopped: what was deployed is in it. */
  readonly start: () => Promise<string>;
  /** Runs the CDK's command; its exit code. */
  readonly cdk: (args: readonly string[], environment: NodeJS.ProcessEnv) => Promise<number>;
  /** Does what LocalStack leaves out of the stacks: has uploads invoke their function. */
  readonly announceUploads: (endpoint: string) => Promise<void>;
};

const CONTEXT = ['-c', 'stage=localstack', '-c', `region=${LOCAL_REGION}`];

/** Preparing an account costs nothing here, so that nobody is asked to do it first. */
const BOOTSTRAP = ['bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, ...CONTEXT];

/**
 * A function that has changed gets its new code and its new version by calls of the CDK's own: LocalStack's
 * CloudFormation cannot change an alias, and fails to make a second one of the same name. What else has
 * changed goes through CloudFormation.
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html
 */
const DEPLOY = ['deploy', '--all', '--require-approval', 'never', '--hotswap-fallback', ...CONTEXT];

/**
 * Deploys the CDK stage `localstack` into the LocalStack at AWS_ENDPOINT_URL or, without one, into one
 * started by Docker Compose.
 *
 * @returns its endpoint
 * @throws CommandError, LocalAwsError, or an error of the SDK
 */
export const deployToLocalStack = async (
  environment: NodeJS.ProcessEnv,
  { start, cdk, announceUploads }: DeployDependencies,
): Promise<string> => {
  const choice = chooseBackend({ ...environment, WILLCALL_BACKEND: 'localstack' });
  const named = choice.kind === 'localstack' ? choice.endpoint : undefined;
  const endpoint = named ?? (await start());
  if (!(await isLocalStack(endpoint))) {
    throw new CommandError(
      `No LocalStack answers at ${endpoint}. Start one, or unset AWS_ENDPOINT_URL to have Docker start it.`,
    );
  }
  const own = makeDeployEnvironment(environment, endpoint);
  if ((await cdk(BOOTSTRAP, own)) !== 0) {
    throw new CommandError('cdk bootstrap failed on LocalStack. See its output above.');
  }
  // Flyers are read there.
  const deploy = [...DEPLOY, '-c', `endpoint=${endpoint}`];
  if ((await cdk(deploy, own)) !== 0) {
    throw new CommandError(
      'cdk deploy failed on LocalStack. See its output above. If npm start started this LocalStack, it cannot run functions. If it already has the stacks, it accepts small changes only. In both cases, start a new one.',
    );
  }
  await announceUploads(endpoint);
  return endpoint;
};

/** Variables that could lead the CDK to a real account. */
const EXCLUDED_VARIABLES = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_CONFIG_FILE'];

/**
 * The environment in which the CDK's command finds LocalStack, and only that: its endpoint, credentials
 * that no account has, and no profile. An address of digits also makes S3's paths plain, without a
 * bucket's own host name, which would have to be resolved.
 */
export const makeDeployEnvironment = (
  environment: NodeJS.ProcessEnv,
  endpoint: string,
): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(environment).filter(([name]) => !EXCLUDED_VARIABLES.includes(name)),
  ),
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
});
