import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { REPOSITORY } from '../repository.ts';

const FOLDER = join(REPOSITORY, '.github/workflows');

const Permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const Step = z.object({ uses: z.string().optional(), run: z.string().optional() });
const Job = z.object({
  uses: z.string().optional(),
  'timeout-minutes': z.int().optional(),
  permissions: Permissions.optional(),
  steps: z.array(Step).default([]),
});
const Workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: Permissions,
  concurrency: z.object({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
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

  it('runs once at a time, unless another workflow calls it', () => {
    const isCalled = Object.keys(workflow.on).join() === 'workflow_call';
    expect(workflow.concurrency === undefined).toBe(isCalled);
  });

  it('inserts no untrusted input into a script', () => {
    const injected = steps.flatMap(
      ({ run = '' }) => run.match(/\$\{\{(?!\s*matrix\.).*?\}\}/g) ?? [],
    );
    expect(injected).toEqual([]);
  });
});

it('a deployment goes from dev through staging to prod, and is never cancelled', () => {
  const main = parse(readFileSync(join(FOLDER, 'main.yml'), 'utf8')) as {
    concurrency: unknown;
    jobs: Record<string, { needs?: string; with?: { stage: string } }>;
  };
  const order = Object.entries(main.jobs).map(([id, job]) => [id, job.needs, job.with?.stage]);
  expect(order).toEqual([
    ['checks', undefined, undefined],
    ['dev', 'checks', 'dev'],
    ['staging', 'dev', 'staging'],
    ['prod', 'staging', 'prod'],
  ]);
  expect(main.concurrency).toMatchObject({ 'cancel-in-progress': false });
});
