import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../cli/run-command.ts';
import { COMPOSED_ENDPOINT, compose } from '../../stage/backend/compose.ts';
import { requireDocker } from '../../stage/backend/require-docker.ts';
import { isLocalStack } from '../../stage/backend/start-localstack.ts';
import { announceDeployedUploads } from './announce-uploads.ts';
import { runDeploy } from './run-deploy.ts';

const HELP = `Usage: npm run deploy:localstack

Deploys the stage localstack, as it would be deployed to AWS, into LocalStack: without HTTP API, Cognito,
CloudFront, WAF and CodeDeploy, which the free image has no services for. Its CloudFormation passes over the
bus's archive and the saved log queries, too. Deployed again, functions that have changed are exchanged in
place; most other changes need a new LocalStack.

  AWS_ENDPOINT_URL=http://127.0.0.1:4566   a LocalStack that runs already, and may start containers
                                           for functions; without it, one is started by Docker
                                           Compose and left running`;

const start = async (): Promise<string> => {
  if (await isLocalStack(COMPOSED_ENDPOINT)) return COMPOSED_ENDPOINT;
  await requireDocker(process.env);
  await compose(['up', '--detach', '--wait'], { functions: true });
  return COMPOSED_ENDPOINT;
};

await runCommand(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const endpoint = await runDeploy(process.env, {
    start,
    cdk: runCdk,
    announceUploads: announceDeployedUploads,
  });
  console.log(`Stage localstack is deployed to ${endpoint}.`);
});

const INFRA = join(import.meta.dirname, '../../../infra');

/** The CDK's command over the app in `infra/`, in front of the user's eyes; its exit code. */
const runCdk = async (args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> => {
  const program = join(
    createRequire(import.meta.url).resolve('aws-cdk/package.json'),
    '../bin/cdk',
  );
  const child = spawn(process.execPath, [program, ...args], {
    cwd: INFRA,
    env: environment,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
};
