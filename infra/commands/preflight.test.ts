import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { command, type PreflightOptions, runPreflight } from './preflight.ts';

/** Runs the command on an account. @returns the printed lines, and what was thrown */
const preflight = async (line: string, concurrency = 1_000) => {
  const lines: string[] = [];
  const options = parseOptions(command(), line.split(' ')) as PreflightOptions;
  const asked: unknown[] = [];
  const thrown: unknown = await runPreflight(options, {
    readAccount: async (stage, region) => {
      asked.push([stage, region]);
      return { region: region ?? 'eu-west-1', concurrency };
    },
    print: (printed) => void lines.push(printed),
    onProgress: () => undefined,
  }).catch((error: unknown) => error);
  return { lines, thrown, asked };
};

const SMALL = '--buyers 400 --tickets 200 --within 20';

describe('a stage', () => {
  it('holds a small sale, and no account is asked', async () => {
    const { lines, thrown, asked } = await preflight(`--stage prod ${SMALL}`);
    expect(thrown).toBeUndefined();
    expect(asked).toEqual([]);
    expect(lines.slice(0, -1).every((line) => line.startsWith('ok  '))).toBe(true);
    expect(lines.at(-1)).toMatch(
      /^Stage prod holds this sale: the show sells out after \d+\.\d s\.$/,
    );
  });

  it('does not hold a sale above its throttle', async () => {
    const { lines, thrown } = await preflight('--stage dev --buyers 800 --tickets 200 --within 2');
    expect(thrown).toMatchObject({
      exitCode: 1,
      message:
        'Stage dev would not hold this sale. Each line above that begins with "no" says what to change.',
    });
    expect(lines.filter((line) => line.startsWith('no  '))).toEqual([
      expect.stringContaining('above the throttle of POST /purchases (100 requests/s)'),
    ]);
  });

  it('does not hold a sale in an account with too few executions', async () => {
    const { lines, thrown, asked } = await preflight(`--stage staging --aws ${SMALL}`, 20);
    expect(thrown).toMatchObject({ exitCode: 1 });
    expect(asked).toEqual([['staging', undefined]]);
    expect(lines.join('\n')).toContain('but the account has 20. Request at least 116');
  });
});

it('a stage without payments does not hold a sale that is paid', async () => {
  const { lines, thrown } = await preflight(`--stage prod --paid ${SMALL}`);
  expect(thrown).toMatchObject({ exitCode: 1 });
  expect(lines.filter((line) => line.startsWith('no  '))).toEqual([
    expect.stringContaining('The stage takes no payments'),
  ]);
});

describe('the options', () => {
  it.each([
    ['--stage live --buyers 1 --tickets 1', /--stage live is not a stage/],
    ['--stage prod --buyers 0 --tickets 1', /--buyers 0 is not valid: it must be a whole number/],
    ['--stage prod --buyers 1 --tickets 1 --each 9', /--each 9 is not valid/],
    ['--stage prod --buyers 1 --tickets 1 --hold-seconds 60', /--hold-seconds 60 is not valid/],
    ['--stage prod --buyers 1 --tickets 1 --region moon', /--region moon is not an AWS region/],
    ['--buyers 1 --tickets 1', /A stage is required/],
    ['--stage prod --tickets 1', /The number of buyers is required/],
    ['--stage prod --buyers 1', /The number of tickets is required/],
  ])('%s is refused', (line, sentence) => {
    expect(() => parseOptions(command(), line.split(' '))).toThrow(sentence);
  });
});
