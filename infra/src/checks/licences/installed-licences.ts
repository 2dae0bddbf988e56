import { relative } from 'node:path';
import * as z from 'zod';
import { CommandError } from '../../command/command-error.ts';
import { installed, REPOSITORY } from '../../command/repository.ts';
import { runProcess } from '../../command/run-process.ts';
import type { Licensed } from './check-licences.ts';

const Listed = z.record(
  z.string(),
  z.object({ path: z.string(), licenses: z.union([z.string(), z.array(z.string())]) }),
);

/**
 * Every installed package with its licence, as its `package.json` or licence file tells.
 *
 * @throws CommandError when nothing is installed
 */
export const installedLicences = async (): Promise<Licensed[]> => {
  const { code, stdout, stderr } = await runProcess({
    command: installed('license-checker-rseidelsohn'),
    args: ['--json', '--start', REPOSITORY],
  });
  if (code !== 0) throw new CommandError(`The licences cannot be read: ${stderr.trim()}`);
  return Object.entries(Listed.parse(JSON.parse(stdout))).map(([name, { path, licenses }]) => ({
    name,
    folder: relative(REPOSITORY, path),
    licences: licenses,
  }));
};
