import type { IConfiguration } from 'dependency-cruiser';

/** The packages, bottom up, and the packages that each may import. Tests may import all of them. */
const allowedImports: Readonly<Record<string, readonly string[]>> = {
  'shared/contracts': [],
  'shared/topology': ['shared/contracts'],
  'shared/domain': ['shared/contracts'],
  'shared/client': ['shared/contracts', 'shared/domain'],
  'shared/cli': ['shared/contracts', 'shared/domain', 'shared/store', 'shared/lambda'],
  'shared/store': ['shared/contracts', 'shared/domain'],
  'shared/messaging': ['shared/contracts', 'shared/domain'],
  'shared/lambda': ['shared/contracts', 'shared/domain', 'shared/store', 'shared/messaging'],
  services: ['shared'],
  localstack: ['services', 'shared'],
  infra: ['localstack', 'services', 'shared'],
};

const TEST_CODE = String.raw`\.(test|fixture)\.m?ts$|^localstack/testing/`;

const floors = Object.entries(allowedImports).map(([floor, below]) => ({
  name: `floor-of-${floor.replace('/', '-')}`,
  comment: `${floor} imports only the packages below it.`,
  severity: 'error' as const,
  from: { path: `^${floor}/` },
  to: {
    path: '^(shared|services|localstack|infra|test)/',
    pathNot: `^(${[floor, ...below].map((name) => `${name}/`).join('|')})`,
  },
}));

/** The import rules that `npm run dependencies` checks. dependency-rules.test.ts breaks each rule once. */
export const rules: IConfiguration = {
  forbidden: [
    ...floors,
    {
      name: 'no-service-imports-another',
      comment: 'Services communicate through queues, tables and events.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'local-aws-knows-no-willcall',
      comment:
        'localstack/aws imitates AWS and knows nothing of willcall. localstack/stage sets willcall up on it.',
      severity: 'error',
      from: { path: '^localstack/aws/', pathNot: TEST_CODE },
      to: { path: '^(shared|services)/|^localstack/(stage|commands)/' },
    },
    {
      name: 'local-stripe-knows-no-willcall',
      comment: 'localstack/stripe imitates Stripe and knows nothing of willcall.',
      severity: 'error',
      from: { path: '^localstack/stripe/', pathNot: TEST_CODE },
      to: { path: '^(shared|services)/|^localstack/(stage|commands)/' },
    },
    {
      name: 'packages-by-name',
      comment: 'Import another package by its name, through its exports.',
      severity: 'error',
      from: { path: '^((?:shared|services)/[^/]+|localstack|infra|test)/' },
      to: {
        path: '^(shared|services|localstack|infra|test)/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
      },
    },
    {
      name: 'tests-stay-apart',
      comment: 'Product code imports no test and no fixture.',
      severity: 'error',
      from: { pathNot: `^test/|${TEST_CODE}` },
      to: { path: TEST_CODE },
    },
    { name: 'no-file-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-is-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
};

/** The rule name of a circle among folders. */
export const NO_FOLDER_CIRCLE = 'no-folder-circle';

/** The folders directly below each package's source root. Imports among them must form no circle. */
export const FOLDERS = '^(?:(?:shared|services)/[^/]+/src|infra/src|localstack)/[^/]+(?=/)';
