import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import {
  command,
  runTeardown,
  type TeardownDependencies,
  type TeardownOptions,
} from './teardown.ts';

const kept = ['Willcall-Dev-Data', 'Willcall-Dev-Flyers', 'Willcall-Dev-Identity'];
const others = ['Willcall-Dev-Messaging', 'Willcall-Dev-Compute'];
const listed = `${[...kept, ...others].join('\n')}\n`;

/** A teardown that succeeds unless `given` replaces a dependency. `done` lists its steps in order. */
const teardown = (line: string, given: Partial<TeardownDependencies> = {}) => {
  const done: unknown[] = [];
  const options = parseOptions(command(), line.split(' ').filter(Boolean)) as TeardownOptions;
  const run = () =>
    runTeardown(options, {
      region: async (wanted) => wanted ?? 'eu-central-1',
      cdk: async ({ args }) => {
        done.push(args);
        return { code: 0, stdout: args[0] === 'list' ? listed : '', stderr: '' };
      },
      ask: async (word, question) => void done.push(['asked', word, question]),
      data: (region) => ({
        release: async () => void done.push(['release', region]),
        releasePage: async () => void done.push(['release page', region]),
        deleteRest: async () => ['willcall-dev-shows'],
      }),
      deleteIdentities: async (region) => [`the accounts in ${region}`],
      print: (text) => void done.push(text),
      ...given,
    });
  return { run, done };
};

describe('npm run teardown', () => {
  it('asks for confirmation and keeps tables, flyers and accounts', async () => {
    const { run, done } = teardown('--stage dev');
    await run();
    expect(done).toEqual([
      ['list'],
      [
        'asked',
        'dev',
        'This removes stage dev in eu-central-1, except its tables, flyers and user accounts.',
      ],
      ['destroy', '--force', ...others],
      'Stage dev is removed. Its tables, flyers and user accounts still exist.',
    ]);
  });

  it('deletes tables, flyers and accounts if the stage is named again', async () => {
    const { run, done } = teardown('--stage dev --delete-data dev --yes --region us-west-2');
    await run();
    expect(done).toEqual([
      ['list'],
      ['destroy', '--force', ...others],
      ['release', 'us-west-2'],
      ['destroy', '--force', ...kept],
      'deleted willcall-dev-shows',
      'deleted the accounts in us-west-2',
      'Stage dev is removed, including its tables, flyers and user accounts.',
    ]);
  });

  it('empties the bucket of the page before its stack goes, and after what serves it', async () => {
    const { run, done } = teardown('--stage dev --yes', {
      cdk: async ({ args }) => {
        done.push(args);
        return { code: 0, stdout: `${listed}Willcall-Dev-Page\n`, stderr: '' };
      },
    });
    await run();
    expect(done.slice(1, 4)).toEqual([
      ['destroy', '--force', ...others],
      ['release page', 'eu-central-1'],
      ['destroy', '--force', 'Willcall-Dev-Page'],
    ]);
  });

  it('says in the question that data will be deleted', async () => {
    const { run, done } = teardown('--stage dev --delete-data dev');
    await run();
    expect(done[1]).toEqual(['asked', 'dev', expect.stringContaining('INCLUDING ITS TABLES')]);
  });

  it('deletes no data if the other stacks were not removed', async () => {
    const { run, done } = teardown('--stage dev --delete-data dev --yes', {
      cdk: async ({ args }) =>
        args[0] === 'list'
          ? { code: 0, stdout: listed, stderr: '' }
          : {
              code: 1,
              stdout: '',
              stderr: 'cannot be deleted while TerminationProtection is enabled',
            },
    });
    await expect(run()).rejects.toThrow(/deletion protection/);
    expect(done).toEqual([]);
  });

  it.each([
    ['--stage dev --delete-data prod', /Nothing was changed: .* must name the same stage/],
    ['--delete-data dev', /^A stage is required/],
    ['--stage dev --delete-data', /argument missing/],
  ])('rejects "%s" with one sentence', (line, sentence) => {
    expect(() => teardown(line)).toThrow(sentence);
  });
});
