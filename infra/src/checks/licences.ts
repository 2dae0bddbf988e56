import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { runProcess } from '../command/run-process.ts';
import { PROGRAMS, REPOSITORY } from '../repository.ts';
import { checkLicences, productionPackages } from './licence-rules.ts';

const Listed = z.record(
  z.string(),
  z.object({ path: z.string(), licenses: z.union([z.string(), z.array(z.string())]) }),
);

const { code, stdout, stderr } = await runProcess({
  command: join(PROGRAMS, 'license-checker-rseidelsohn'),
  args: ['--json', '--start', REPOSITORY],
});
if (code !== 0) {
  console.error(`The licences cannot be read: ${stderr.trim()}`);
  process.exit(1);
}
const licensed = Object.entries(Listed.parse(JSON.parse(stdout))).map(
  ([name, { path, licenses }]) => ({
    name,
    folder: relative(REPOSITORY, path),
    licences: licenses,
  }),
);

const lock = await readFile(join(REPOSITORY, 'package-lock.json'), 'utf8');
const { checked, refused } = checkLicences(licensed, productionPackages(lock));
for (const { name, licence } of refused) console.error(`${name}: ${licence} is not allowed`);
console.log(`Licences: ${checked} packages, ${refused.length} not on the list.`);
// Zero packages means that they were not found, so the check fails.
if (refused.length > 0 || checked === 0) process.exitCode = 1;
