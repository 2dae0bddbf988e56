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
      console.log('Advisories: none are high or critical.');
    } else {
      fail(`High or critical advisories: ${advisories.severe.join(', ')}.`);
    }
    break;
  case 'no-endpoint':
    console.log('Advisories: not checked, because this registry has no audit endpoint.');
    break;
  case 'failed':
    fail('Advisories: the request to the registry failed. Try again.');
}
