import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { LocalAwsError } from '../../../aws/local-aws-error.ts';
import { LOAD_FOLDER } from './paths.ts';

const Wanted = z.object({ dependencies: z.object({ artillery: z.string() }) });
const Installed = z.object({ version: z.string() });

/**
 * Installs artillery in its own folder, by its own lock file, unless the version that it names is
 * there already. npm's progress goes to standard error.
 *
 * @throws LocalAwsError when npm fails, or the signal's reason
 */
export const installArtillery = async (
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const { artillery } = Wanted.parse(await jsonIn('package.json')).dependencies;
  const installed = await jsonIn('node_modules', 'artillery', 'package.json');
  if (Installed.safeParse(installed).data?.version === artillery) return;
  say(`Installing artillery ${artillery} into test/load: once, about 500 MB`);
  const npm = spawn('npm', ['ci', '--prefix', LOAD_FOLDER], {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    signal,
    // npm takes its own children with it.
    killSignal: 'SIGTERM',
  });
  const code = await once(npm, 'close').then(
    ([exitCode]) => exitCode,
    () => undefined,
  );
  signal.throwIfAborted();
  if (code === 0) return;
  throw new LocalAwsError(
    'BACKEND_UNAVAILABLE',
    'Artillery cannot be installed: see above what npm says, and try npm ci --prefix test/load.',
  );
};

const jsonIn = async (...path: string[]): Promise<unknown> => {
  const text = await readFile(join(LOAD_FOLDER, ...path), 'utf8').catch(() => 'null');
  return JSON.parse(text);
};
