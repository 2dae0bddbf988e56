import type { IConfiguration } from 'dependency-cruiser';

/** Each floor of the house, from the ground up, and the floors that it may import. Tests may import all. */
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
  comment: `${floor} imports only what is on a floor below it.`,
  severity: 'error' as const,
  from: { path: `^${floor}/` },
  to: {
    path: '^(shared|services|localstack|infra|test)/',
    pathNot: `^(${[floor, ...below].map((name) => `${name}/`).join('|')})`,
  },
}));

/** Who may import whom. `npm run dependencies` checks it; the test beside this file breaks each rule once. */
export const rules: IConfiguration = {
  forbidden: [
    ...floors,
    {
      name: 'no-service-imports-another',
      comment: 'Services meet in queues, tables and events.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'local-aws-knows-no-willcall',
      comment: 'localstack/aws imitates AWS; localstack/stage puts willcall on it.',
      severity: 'error',
      from: { path: '^localstack/aws/', pathNot: TEST_CODE },
      to: { path: '^(shared|services)/|^localstack/(stage|commands)/' },
    },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported by its name, through its exports.',
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
      comment: 'What is deployed or run imports no test and no fixture.',
      severity: 'error',
      from: { pathNot: `^test/|${TEST_CODE}` },
      to: { path: TEST_CODE },
    },
    { name: 'no-file-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-is-found', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
};

/** The name under which a circle of folders is reported. */
export const NO_FOLDER_CIRCLE = 'no-folder-circle';

/** The folders directly below each package's source root, between which there is no circle either. */
export const FOLDERS = '^(?:(?:shared|services)/[^/]+/src|infra/src|localstack)/[^/]+(?=/)';
