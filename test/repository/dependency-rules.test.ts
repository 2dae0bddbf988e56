import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkDependencies } from './check-dependencies.ts';
import { NO_FOLDER_CIRCLE, rules } from './dependency-rules.ts';

/** Makes a repository of these files, each with the imports listed. */
const repository = async (files: Readonly<Record<string, readonly string[]>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-rules-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [file, imports] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    const lines = imports.map((path) => `import type { A } from '${path}';\nexport type { A };\n`);
    await writeFile(join(folder, file), lines.join('') || 'export type A = 1;\n');
  }
  return folder;
};

/** For each rule, a file that breaks it and the file that it must not import. */
const broken: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'floor-of-shared-contracts': {
    'shared/contracts/src/a.ts': ['../../domain/src/b.ts'],
    'shared/domain/src/b.ts': [],
  },
  'floor-of-shared-topology': {
    'shared/topology/src/a.ts': ['../../lambda/src/b.ts'],
    'shared/lambda/src/b.ts': [],
  },
  'floor-of-shared-domain': {
    'shared/domain/src/a.ts': ['../../store/src/b.ts'],
    'shared/store/src/b.ts': [],
  },
  'floor-of-shared-client': {
    'shared/client/src/a.ts': ['../../lambda/src/b.ts'],
    'shared/lambda/src/b.ts': [],
  },
  'floor-of-shared-cli': {
    'shared/cli/src/a.ts': ['../../../localstack/aws/b.ts'],
    'localstack/aws/b.ts': [],
  },
  'floor-of-shared-store': {
    'shared/store/src/a.ts': ['../../messaging/src/b.ts'],
    'shared/messaging/src/b.ts': [],
  },
  'floor-of-shared-messaging': {
    'shared/messaging/src/a.ts': ['../../lambda/src/b.ts'],
    'shared/lambda/src/b.ts': [],
  },
  'floor-of-shared-lambda': {
    'shared/lambda/src/a.ts': ['../../topology/src/b.ts'],
    'shared/topology/src/b.ts': [],
  },
  'floor-of-services': {
    'services/api/src/a.ts': ['../../../localstack/aws/b.ts'],
    'localstack/aws/b.ts': [],
  },
  'floor-of-localstack': {
    'localstack/stage/a.ts': ['../../infra/src/b.ts'],
    'infra/src/b.ts': [],
  },
  'floor-of-infra': { 'infra/src/a.ts': ['../../test/b.ts'], 'test/b.ts': [] },
  'no-service-imports-another': {
    'services/api/src/a.ts': ['../../worker/src/b.ts'],
    'services/worker/src/b.ts': [],
  },
  'local-aws-knows-no-willcall': {
    'localstack/aws/a.ts': ['../stage/b.ts'],
    'localstack/stage/b.ts': [],
  },
  'local-stripe-knows-no-willcall': {
    'localstack/stripe/a.ts': ['../stage/b.ts'],
    'localstack/stage/b.ts': [],
  },
  'packages-by-name': {
    'services/api/src/a.ts': ['../../../shared/domain/src/b.ts'],
    'shared/domain/src/b.ts': [],
  },
  'tests-stay-apart': {
    'shared/domain/src/a.ts': ['./b.fixture.ts'],
    'shared/domain/src/b.fixture.ts': [],
  },
  'no-file-circle': {
    'shared/domain/src/a.ts': ['./b.ts'],
    'shared/domain/src/b.ts': ['./a.ts'],
  },
  'everything-is-found': { 'shared/domain/src/a.ts': ['./b.ts'] },
  [NO_FOLDER_CIRCLE]: {
    'shared/domain/src/one/a.ts': ['../two/b.ts'],
    'shared/domain/src/two/b.ts': [],
    'shared/domain/src/two/c.ts': ['../one/d.ts'],
    'shared/domain/src/one/d.ts': [],
  },
};

const names = [...(rules.forbidden ?? []).map(({ name }) => name ?? ''), NO_FOLDER_CIRCLE];

it.each(names)('a violation of %s is reported', async (name) => {
  const { violations } = await checkDependencies(await repository(broken[name] ?? {}));
  expect(violations.filter((line) => line.startsWith(`${name}: `))).not.toEqual([]);
});

it('imports that follow the rules pass', async () => {
  const kept = {
    'shared/domain/src/a.ts': ['./b.ts'],
    'shared/domain/src/b.ts': [],
    'shared/domain/src/a.test.ts': ['./a.ts', './b.fixture.ts'],
    'shared/domain/src/b.fixture.ts': ['./b.ts'],
  };
  expect(await checkDependencies(await repository(kept))).toEqual({ modules: 4, violations: [] });
});

it('a check that reads no files fails', async () => {
  await expect(checkDependencies(await repository({}))).rejects.toThrow('Only 0 of 0 files');
});
