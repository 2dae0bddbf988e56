import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Command } from '@willcall/cli';
import { describe, expect, it } from 'vitest';
import { willcall } from './program.ts';

const PROGRAM = join(import.meta.dirname, 'willcall.mjs');

/** Milliseconds. A second or two each, and many times that on a busy machine. */
const timeout = 120_000;

type Call = { readonly env?: NodeJS.ProcessEnv; readonly node?: readonly string[] };

/** As a shell runs it, where nothing of the developer's is found. */
const run = (args: readonly string[], { env = {}, node = [] }: Call = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, PROGRAM, ...args], {
    env: { PATH: process.env.PATH, WILLCALL_STATE: `/tmp/${randomUUID()}`, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
};

/** Runs a module before the program. */
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

  it('without a command is what is printed to standard error, as a wrong call', () => {
    const { code, stdout, stderr } = run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: willcall');
  });

  it.each(Object.entries(willcall.commands))(
    'of %s says what it does, with an example',
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

  it.each([
    ['audit', '--help'],
    ['help', 'audit'],
  ])('%s %s prints the help of one command', (...args) => {
    const { code, stdout } = run(args);
    expect(code).toBe(0);
    expect(stdout).toContain('Usage: willcall audit [options]');
  });
});

describe('willcall called wrongly', { timeout }, () => {
  it.each([
    [['audti'], "Unknown command 'audti': did you mean audit? Try willcall --help."],
    [['--hlep'], "Unknown option '--hlep': did you mean --help? Try willcall --help."],
    [['frobnicate'], "Unknown command 'frobnicate'. Try willcall --help."],
    [
      ['audit', '--shwo', 'hamlet'],
      "Unknown option '--shwo': did you mean --show? Try willcall audit --help.",
    ],
    [['audit', '--show'], "Option '--show <id>' argument missing. Try willcall audit --help."],
    [['audit', '--show', 'a b'], '--show a b is not a show id.'],
    [['audit'], '--show ID is required.'],
    [
      ['demo', '--tickets', '0'],
      '--tickets 0 is not valid: it must be a whole number from 1 to 100000.',
    ],
  ])('%j is one sentence and exit code 2', (args, sentence) => {
    expect(run(args)).toEqual({ code: 2, stdout: '', stderr: `${sentence}\n` });
  });
});

describe('willcall that fails', { timeout }, () => {
  it('says why in one sentence, with exit code 1', () => {
    expect(run(['audit', '--show', 'hamlet'])).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'No stack is running. Start one with npm start, or set the variables of its tables (see --help).\n',
    });
  });

  it.each(['audit', 'tickets', 'dead-letters'])(
    '%s on a deployed stage never speaks of a local one',
    (name) => {
      const args = name === 'dead-letters' ? [name] : [name, '--show', 'hamlet'];
      const { code, stderr } = run(args, { env: { PURCHASES_TABLE: 'willcall-prod-purchases' } });
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Missing or invalid environment variables: .*\.\n$/);
    },
  );
});

describe('willcall itself', { timeout }, () => {
  /** Prints the address of each module that is loaded. */
  const listing = before(
    `import { registerHooks } from 'node:module';
     registerHooks({ load: (url, context, next) => (console.error(url), next(url, context)) });`,
  );

  it('imports the module of a command only when it is called', () => {
    const modulesOf = (...args: string[]) => run(args, { node: listing }).stderr;
    expect(modulesOf('--help')).not.toMatch(/localstack\/|infra\/(commands|src)\/|aws-sdk|zod/);
    const ofToken = modulesOf('token', '--help');
    expect(ofToken).toContain('localstack/commands/token.ts');
    expect(ofToken).not.toMatch(/commands\/(?!token)|aws-cdk|@willcall\/(store|worker)/);
  });

  it('prints no colour and moves no cursor in a pipe, with NO_COLOR or without', () => {
    for (const env of [{}, { NO_COLOR: '1' }]) {
      for (const args of [['--help'], ['audit', '--help'], ['audti'], ['audit', '--show', 'x']]) {
        const { stdout, stderr } = run(args, { env });
        expect(stdout + stderr).not.toContain('\u001b');
      }
    }
  });

  it('on an older Node says in one sentence which it needs', () => {
    const node = before(
      `const versions = { ...process.versions, node: '20.20.2' };
       Object.defineProperty(process, 'versions', { value: versions });
       Object.defineProperty(process, 'version', { value: 'v20.20.2' });`,
    );
    const { code, stdout, stderr } = run(['--help'], { node });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^willcall needs Node 24 or newer and this is v20\.20\.2: .*\.\n$/);
  });
});
