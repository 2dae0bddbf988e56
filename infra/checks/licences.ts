import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkLicences } from '../src/checks/licences/check-licences.ts';
import { installedLicences } from '../src/checks/licences/installed-licences.ts';
import { productionPackages } from '../src/checks/licences/production-packages.ts';
import { REPOSITORY } from '../src/command/repository.ts';
import { runCommand } from '../src/command/run-command.ts';

await runCommand(async () => {
  const lock = await readFile(join(REPOSITORY, 'package-lock.json'), 'utf8');
  const { checked, refused } = checkLicences(await installedLicences(), productionPackages(lock));
  for (const { name, licence } of refused) console.error(`${name}: ${licence} is not allowed`);
  console.log(`Licences: ${checked} packages, ${refused.length} not on the list.`);
  // None at all means that they were not found, not that they are fine.
  if (refused.length > 0 || checked === 0) process.exitCode = 1;
});
