import { join } from 'node:path';
import { Command, CommandError } from '@willcall/cli';
import {
  COMPOSED_ENDPOINT,
  chooseBackend,
  compose,
  isLocalStack,
  LOCAL_ACCOUNT,
  LOCAL_REGION,
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
  /** Starts a LocalStack that can run functions. It keeps running. @returns its endpoint */
  readonly start: () => Promise<string>;
  /** Runs the CDK's command. @returns its exit code */
  readonly cdk: (args: readonly string[], environment: NodeJS.ProcessEnv) => Promise<number>;
  /** Configures uploads to invoke their function, which LocalStack omits from the stacks. */
  readonly announceUploads: (endpoint: string) => Promise<void>;
};

const CONTEXT = ['-c', 'stage=localstack', '-c', `region=${LOCAL_REGION}`];

/** Bootstrapping is free on LocalStack, so each deployment does it. */
const BOOTSTRAP = ['bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, ...CONTEXT];

/**
 * The CDK updates the code and version of a changed function by direct calls. LocalStack's
 * CloudFormation cannot change an alias and fails to create a second one with the same name. All other
 * changes go through CloudFormation.
 * Source: https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html
 */
const DEPLOY = ['deploy', '--all', '--require-approval', 'never', '--hotswap-fallback', ...CONTEXT];

/**
 * Deploys the CDK stage `localstack` to the LocalStack at AWS_ENDPOINT_URL. If the variable is not set,
 * Docker Compose starts a LocalStack.
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
  // Flyers are read from the endpoint.
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

/** Credentials that LocalStack accepts and that no AWS account has. */
const OF_NO_ACCOUNT = 'test';

/**
 * The environment in which the CDK's command finds only LocalStack: its endpoint, credentials that no
 * account has, and no profile. With an IP address as endpoint, the SDK also uses path-style S3 URLs, so
 * no bucket host name must be resolved.
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
  AWS_ACCESS_KEY_ID: OF_NO_ACCOUNT,
  AWS_SECRET_ACCESS_KEY: OF_NO_ACCOUNT,
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
});
