import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const INFRA = join(import.meta.dirname, '../../../infra');

/** The CDK's command over the app in `infra/`, in front of the user's eyes; its exit code. */
export const runCdk = async (
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> => {
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
