import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { REPOSITORY } from '../repository.ts';

const FOLDER = join(REPOSITORY, '.github/workflows');

const Permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const Step = z.object({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  'timeout-minutes': z.int().optional(),
});
const Concurrency = z.object({ group: z.string(), 'cancel-in-progress': z.boolean() });
const Job = z.object({
  uses: z.string().optional(),
  'timeout-minutes': z.int().optional(),
  permissions: Permissions.optional(),
  concurrency: Concurrency.optional(),
  secrets: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: Permissions,
  concurrency: Concurrency.optional(),
  jobs: z.record(z.string(), Job),
});

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')));

/** The permissions that a workflow may have on GitHub: to read, and to sign in to AWS. */
const GRANTED = new Set(['contents: read', 'deployments: read', 'id-token: write']);

/** The npm scripts that a command runs. */
const NPM_SCRIPT = /\bnpm (?:run (?:--silent )?([\w:-]+)|(test)\b)/g;

describe.each(readdirSync(FOLDER))('the workflow %s', (file) => {
  const source = readFileSync(join(FOLDER, file), 'utf8');
  const workflow = Workflow.parse(parse(source));
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('pins every third-party action to a commit, with its version in a comment', () => {
    const lines = source.split('\n').filter((line) => /^\s*(- )?uses: (?!\.\/)/.test(line));
    for (const line of lines) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    expect(lines).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
  });

  it('runs only scripts that package.json has', () => {
    const named = steps.flatMap(({ run = '' }) =>
      [...run.matchAll(NPM_SCRIPT)].map(([, script, test]) => script ?? test ?? ''),
    );
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('has only the permissions that it needs', () => {
    const all = [workflow.permissions, ...jobs.map(([, job]) => job.permissions ?? {})];
    const granted = all.flatMap((each) =>
      Object.entries(each).map(([scope, access]) => `${scope}: ${access}`),
    );
    expect(granted.filter((each) => !GRANTED.has(each))).toEqual([]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('keeps no credentials of the checkout, and has a timeout for every job', () => {
    const checkouts = source.split('actions/checkout@').length - 1;
    expect(source.split('persist-credentials: false').length - 1).toBe(checkouts);
    const withoutTimeout = jobs.filter(
      ([, job]) => !job.uses && job['timeout-minutes'] === undefined,
    );
    expect(withoutTimeout).toEqual([]);
  });

  it('never runs a pull request with the permissions of the repository', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  it('names each secret that it hands on', () => {
    // `secrets: inherit` would not parse as a record either.
    for (const [, { secrets = {} }] of jobs) {
      for (const [name, value] of Object.entries(secrets)) {
        expect(value).toBe(`\${{ secrets.${name} }}`);
      }
    }
  });

  it('inserts no untrusted input into a script', () => {
    const injected = steps.flatMap(
      ({ run = '' }) => run.match(/\$\{\{(?!\s*matrix\.).*?\}\}/g) ?? [],
    );
    expect(injected).toEqual([]);
  });
});

const read = (file: string) => Workflow.parse(parse(readFileSync(join(FOLDER, file), 'utf8')));

describe('a deployment', () => {
  const [deploy] = Object.values(read('deploy-stage.yml').jobs);
  const steps = deploy?.steps ?? [];
  const position = (matches: (step: z.infer<typeof Step>) => boolean) =>
    steps.flatMap((step, index) => (matches(step) ? index : []));

  it('goes from dev through staging to prod', () => {
    const main = parse(readFileSync(join(FOLDER, 'main.yml'), 'utf8')) as {
      jobs: Record<string, { needs?: string; with?: { stage: string } }>;
    };
    const order = Object.entries(main.jobs).map(([id, job]) => [id, job.needs, job.with?.stage]);
    expect(order).toEqual([
      ['checks', undefined, undefined],
      ['dev', 'checks', 'dev'],
      ['staging', 'dev', 'staging'],
      ['prod', 'staging', 'prod'],
    ]);
  });

  it('of one stage waits for another of that stage only, and is never cancelled', () => {
    // A run that waits for an approval would keep the group of its workflow.
    expect(read('main.yml').concurrency).toBeUndefined();
    expect(deploy?.concurrency).toEqual({
      group: `deploy-\${{ inputs.stage }}`,
      'cancel-in-progress': false,
    });
  });

  it('refuses a commit that is older than the one that the stage runs, before it signs in', () => {
    const [refuse] = position(({ run }) => run?.includes('merge-base --is-ancestor') === true);
    const [signIn] = position(({ uses }) => uses?.startsWith('aws-actions/') === true);
    expect(refuse).toBeLessThan(signIn ?? 0);
  });

  it('signs in again before it goes back, and no step outlives its hour of credentials', () => {
    const signIns = position(({ uses }) => uses?.startsWith('aws-actions/') === true);
    const deployments = position(({ run }) => run?.includes('npm run deploy') === true);
    expect([signIns.length, deployments.length]).toEqual([2, 2]);
    // Each deployment comes right after its own sign-in.
    expect(deployments.map((index) => index - 1)).toEqual(signIns);
    const [, again] = signIns.map((index) => steps[index]?.if);
    const [, back] = deployments.map((index) => steps[index]?.if);
    expect(again).toBe(back);
    const minutes = deployments.map((index) => steps[index]?.['timeout-minutes'] ?? 0);
    for (const each of minutes) expect(each).toBeLessThan(60);
    expect(deploy?.['timeout-minutes']).toBeGreaterThan(minutes.reduce((sum, each) => sum + each));
  });
});

it('a pull request is checked for errors in every template, by cfn-lint at an exact version', () => {
  expect(read('pull-request.yml').jobs.checks?.uses).toBe('./.github/workflows/checks.yml');
  const { synth } = read('checks.yml').jobs;
  const runs = (synth?.steps ?? []).flatMap(({ run }) => run ?? []);
  expect(runs.at(-2)).toContain('npm run synth');
  expect(runs.at(-1)).toMatch(
    /cfn-lint==\d+\.\d+\.\d+ .*--non-zero-exit-code error infra\/cdk\.out/,
  );
});

it('a pull request is checked once at a time', () => {
  expect(read('pull-request.yml').concurrency?.group).toContain('pull_request.number');
});
