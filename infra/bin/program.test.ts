import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, UsageError } from '@willcall/cli';
import { parseOptions } from '@willcall/cli/testing';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../src/repository.ts';
import { willcall } from './program.ts';

const PROGRAM = join(import.meta.dirname, 'willcall.mjs');

/** Milliseconds. Each run takes one or two seconds, and many times that on a busy machine. */
const timeout = 120_000;

type Call = { readonly env?: NodeJS.ProcessEnv; readonly node?: readonly string[] };

/** Runs the program as a shell does, without the developer's environment and state. */
const run = (args: readonly string[], { env = {}, node = [] }: Call = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, PROGRAM, ...args], {
    env: { PATH: process.env.PATH, WILLCALL_STATE: `/tmp/${randomUUID()}`, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
};

const catchError = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

/** The Node options that run a module before the program. */
const before = (source: string): string[] => [
  '--import',
  `data:text/javascript,${encodeURIComponent(source)}`,
];

describe('willcall --help', { timeout }, () => {
  it('says what the program does, lists every command and gives an example', () => {
    const { code, stdout, stderr } = run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: willcall [options] [command]\n\nRuns, tests, operates');
    for (const name of Object.keys(willcall.commands)) expect(stdout).toContain(`\n  ${name} `);
    expect(stdout).toContain('\nExample:\n  npx --no-install willcall demo');
  });

  it('is printed to standard error, with exit code 2, if no command is given', () => {
    const { code, stdout, stderr } = run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: willcall');
  });

  it.each(Object.entries(willcall.commands))(
    'describes %s and gives an example',
    async (name, { summary, load }) => {
      const command = (await load()).command().name(name);
      let printed = '';
      new Command('willcall').addCommand(command);
      command
        .configureOutput({
          writeOut: (text) => {
            printed += text;
          },
        })
        .outputHelp();
      expect(printed).toMatch(new RegExp(`^Usage: willcall ${name} \\[options\\]`));
      expect(command.description()).toMatch(/^[A-Z].*\.$/s);
      expect(printed).toMatch(/\nExamples?:\n {2}(.*willcall|npm run|TOKEN=)/);
      expect(summary).toMatch(/^[a-z].*[^.]$/);
    },
  );

  it.each(Object.entries(willcall.commands))(
    'of %s marks each option without which the command is refused',
    async (_, { load }) => {
      const { command } = await load();
      const refusal = catchError(() => parseOptions(command(), []));
      const named = refusal instanceof UsageError ? (refusal.message.match(/--\w+/g) ?? []) : [];
      const help = command().configureHelp({ helpWidth: 1_000 }).helpInformation();
      const lines = help
        .split('\n')
        .filter((line) => named.some((name) => line.includes(`${name} <`)));
      for (const line of lines) expect(line).toContain('(required)');
      if (refusal instanceof UsageError) expect(help).toContain('(required)');
    },
  );

  it('does not say that a switch is off by default', () => {
    const { stdout } = run(['deploy', '--help']);
    expect(stdout).toContain('--require-smoke');
    expect(stdout).not.toContain('(default: false)');
    expect(stdout).toMatch(/--stage <stage> +dev, staging or prod \(required\)/);
  });

  it.each([
    ['audit', '--help'],
    ['help', 'audit'],
  ])('is printed for one command by %s %s', (...args) => {
    const { code, stdout } = run(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: willcall audit [options]');
  });
});

describe('willcall with wrong arguments', { timeout }, () => {
  it.each([
    [['help', 'audti'], "Unknown command 'audti': did you mean audit? Try willcall --help."],
    [['help', 'nope'], "Unknown command 'nope'. Try willcall --help."],
    [['audti'], "Unknown command 'audti': did you mean audit? Try willcall --help."],
    [['--hlep'], "Unknown option '--hlep': did you mean --help? Try willcall --help."],
    [['frobnicate'], "Unknown command 'frobnicate'. Try willcall --help."],
    [
      ['audit', '--shwo', 'hamlet'],
      "Unknown option '--shwo': did you mean --show? Try willcall audit --help.",
    ],
    [['audit', '--show'], "Option '--show <id>' argument missing. Try willcall audit --help."],
    [['audit', '--show', 'a b'], '--show a b is not a show id. Try willcall audit --help.'],
    [['audit'], '--show ID is required. Try willcall audit --help.'],
    [
      ['preflight'],
      'A stage is required: --stage dev, staging, or prod. Try willcall preflight --help.',
    ],
    [
      ['preflight', '--stage', 'prod', '--buyers', 'x'],
      '--buyers x is not valid: it must be a whole number from 1 to 5000000. Try willcall preflight --help.',
    ],
    [
      ['demo', '--tickets', '0'],
      '--tickets 0 is not valid: it must be a whole number from 1 to 100000. Try willcall demo --help.',
    ],
  ])('%j prints one sentence and exits with code 2', (args, sentence) => {
    expect(run(args)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` });
  });
});

describe('willcall with wrong settings', { timeout }, () => {
  it.each<[string[], NodeJS.ProcessEnv, string]>([
    [['start'], { PORT: 'abc' }, 'PORT=abc is not a port'],
    [['start'], { WILLCALL_BACKEND: 'moto' }, 'WILLCALL_BACKEND=moto is not valid'],
    ...['token ana', 'demo', 'seats --show x --file x', 'load', 'start'].flatMap(
      (line): [string[], NodeJS.ProcessEnv, string][] => [
        [line.split(' '), { WILLCALL_BACKEND: 'aws' }, 'WILLCALL_BACKEND=aws is '],
      ],
    ),
    ...['token ana', 'events', 'subscribe --queue x --pattern {}', 'audit --show x'].flatMap(
      (line): [string[], NodeJS.ProcessEnv, string][] => [
        [line.split(' '), { WILLCALL_BACKEND: 'moto' }, 'WILLCALL_BACKEND=moto is not valid'],
      ],
    ),
  ])('%j with %j prints one sentence and exits with code 2', (args, env, sentence) => {
    const { code, stdout, stderr } = run(args, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(sentence)).toBe(true);
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
  });
});

describe('a failing willcall command', { timeout }, () => {
  it('gives the reason in one sentence and exits with code 1', () => {
    expect(run(['audit', '--show', 'hamlet'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'No stack is running. Start one with npm start, or set the variables of its tables (see --help).\n',
    });
  });

  it.each(['audit', 'tickets', 'dead-letters'])(
    '%s on a deployed stage does not mention a local stack',
    (name) => {
      const args = name === 'dead-letters' ? [name] : [name, '--show', 'hamlet'];
      const { code, stderr } = run(args, { env: { PURCHASES_TABLE: 'willcall-prod-purchases' } });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^Missing or invalid environment variables: .*\.\n$/);
    },
  );
});

describe('the program willcall', { timeout }, () => {
  it('prints its version', async () => {
    const manifest = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(run(['--version'])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  /** Prints the URL of each module that is loaded. */
  const listing = before(
    `import { registerHooks } from 'node:module';
     registerHooks({ load: (url, context, next) => (console.error(url), next(url, context)) });`,
  );

  it('imports the module of a command only when the command is called', () => {
    const modulesOf = (...args: string[]) => run(args, { node: listing }).stderr;
    expect(modulesOf('--help')).not.toMatch(/localstack\/|infra\/(commands|src)\/|aws-sdk|zod/);
    const ofToken = modulesOf('token', '--help');
    expect(ofToken).toContain('localstack/commands/token.ts');
    expect(ofToken).not.toMatch(/commands\/(?!token)|aws-cdk|@willcall\/(store|worker)/);
  });

  it('prints no escape sequences in a pipe, with or without NO_COLOR', () => {
    for (const env of [{}, { NO_COLOR: '1' }]) {
      for (const args of [['--help'], ['audit', '--help'], ['audti'], ['audit', '--show', 'x']]) {
        const { stdout, stderr } = run(args, { env });
        expect(stdout + stderr).not.toContain('\u001b');
      }
    }
  });

  it('says in one sentence which Node version it requires', () => {
    const node = before(
      `const versions = { ...process.versions, node: '20.20.2' };
       Object.defineProperty(process, 'versions', { value: versions });
       Object.defineProperty(process, 'version', { value: 'v20.20.2' });`,
    );
    const { code, stdout, stderr } = run(['--help'], { node });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^willcall requires Node 24 or newer, but this is v20\.20\.2\. .* npx --no-install willcall .*\.\n$/,
    );
  });
});
