import { CommandError } from '../command/command-error.ts';
import { runCommand } from '../command/run-command.ts';
import { runProcess } from '../command/run-process.ts';
import { REPOSITORY } from '../repository.ts';
import { readAdvisories } from './read-advisories.ts';

await runCommand(async () => {
  const { stdout } = await runProcess({
    command: 'npm',
    args: ['audit', '--omit=dev', '--audit-level=high', '--json'],
    cwd: REPOSITORY,
  });
  const advisories = readAdvisories(stdout);
  switch (advisories.kind) {
    case 'audited':
      if (advisories.severe.length > 0) {
        throw new CommandError(`Advisories to act on: ${advisories.severe.join(', ')}.`);
      }
      console.log('Advisories: none that is high or critical.');
      return;
    case 'no-endpoint':
      console.log('Advisories: not checked, since this registry has no audit endpoint.');
      return;
    case 'failed':
      throw new CommandError('Advisories: the registry could not be asked; try again.');
  }
});
