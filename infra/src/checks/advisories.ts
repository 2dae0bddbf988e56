import { runProcess } from '../command/run-process.ts';
import { REPOSITORY } from '../repository.ts';
import { readAdvisories } from './read-advisories.ts';

const fail = (sentence: string): void => {
  console.error(sentence);
  process.exitCode = 1;
};

const { stdout } = await runProcess({
  command: 'npm',
  args: ['audit', '--omit=dev', '--audit-level=high', '--json'],
  cwd: REPOSITORY,
});
const advisories = readAdvisories(stdout);
switch (advisories.kind) {
  case 'audited':
    if (advisories.severe.length === 0) {
      console.log('Advisories: none that is high or critical.');
    } else {
      fail(`Advisories to act on: ${advisories.severe.join(', ')}.`);
    }
    break;
  case 'no-endpoint':
    console.log('Advisories: not checked, since this registry has no audit endpoint.');
    break;
  case 'failed':
    fail('Advisories: the registry could not be asked; try again.');
}
