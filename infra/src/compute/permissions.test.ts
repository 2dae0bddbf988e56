import {
  type AccessedResource,
  type FunctionId,
  functionAccess,
  functions,
  rolePermissions,
  tables,
} from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import { payingTemplates } from '../stacks/stage.fixture.ts';
import { type Allowed, findAllowed, findAllowedFor } from '../stacks/statements.fixture.ts';

const ids = Object.keys(functions) as FunctionId[];

/** The permissions that every role has too, see `makeFunction` and `makeKeyStatements`. */
const BESIDES = /^(logs|xray|kms):/;

it.each(ids)('the deployed role of %s allows exactly the stated permissions', (id) => {
  const deployed = findAllowedFor(id).flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => `${action} ${deployedName(resource)}`)),
  );
  const stated = rolePermissions(id).flatMap(({ service, actions, resources }) =>
    actions.flatMap((action) =>
      resources.map((resource) => `${service}:${action} ${statedName(resource)}`),
    ),
  );
  expect(deployed.filter((pair) => !BESIDES.test(pair)).sort()).toEqual(stated.sort());
});

/** Logical ids have no hyphens. */
const idOf = (name: string): string => name.replaceAll('-', '');

/** A resource of a template: the logical id in its ARN, and the suffix. */
function deployedName(resource: string): string {
  const [id = resource] =
    /(?<=Att)(Table|Queue|Bucket)[a-z]+|(?<=Att)Bus|PurchaseIdKeys|PaymentKeys/.exec(resource) ??
    [];
  const [part = ''] = /\/index\/[a-z-]+|\/\*|StreamArn/.exec(resource) ?? [];
  return id + part;
}

/** The same for a permission of the definitions. */
function statedName(resource: AccessedResource): string {
  switch (resource.kind) {
    case 'table':
      return `Table${idOf(resource.table)}`;
    case 'index':
      return `Table${idOf(resource.table)}/index/${resource.index}`;
    case 'stream':
      return `Table${idOf(resource.table)}StreamArn`;
    case 'queue':
      return `Queue${idOf(resource.queue)}`;
    case 'bus':
      return 'Bus';
    case 'bucket':
      return `Bucket${resource.bucket}`;
    case 'objects':
      return `Bucket${resource.bucket}/*`;
    case 'purchase-id-keys':
      return 'PurchaseIdKeys';
    case 'payment-keys':
      return 'PaymentKeys';
    case 'metrics':
      return '*';
    case 'failed-invocations':
      return 'Queuefailedtargets';
  }
}

/**
 * Actions that the service cannot restrict to a resource.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
 */
const WITHOUT_RESOURCE = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** Each action with the logical id of its resource, sorted. */
const pairs = (allowed: readonly Allowed[]): string[] =>
  allowed
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${named(resource)}`)),
    )
    .sort();

const named = (resource: string): string =>
  /(Table|Queue|Bucket)[a-z]+|PurchaseIdKeys|Key(?=[0-9A-F]{8}Arn)|Logs/.exec(resource)?.[0] ??
  resource;

describe('accept', () => {
  it('may send to the purchases queue, and read a show, a record, the pulse and one secret', () => {
    expect(pairs(findAllowedFor('accept'))).toEqual(
      [
        'dynamodb:GetItem Tableshows',
        'dynamodb:GetItem Tablepurchases',
        'dynamodb:Query Tablepulse',
        'sqs:SendMessage Queuepurchases',
        'secretsmanager:GetSecretValue PurchaseIdKeys',
        'logs:CreateLogStream Logs',
        'logs:PutLogEvents Logs',
        ...['Decrypt', 'Decrypt', 'Decrypt', 'GenerateDataKey'].map(
          (action) => `kms:${action} Key`,
        ),
        ...WITHOUT_RESOURCE.map((action) => `${action} *`),
      ].sort(),
    );
  });
});

describe('health', () => {
  it('may only log and trace', () => {
    expect(pairs(findAllowedFor('health'))).toEqual([
      'logs:CreateLogStream Logs',
      'logs:PutLogEvents Logs',
      ...WITHOUT_RESOURCE.map((action) => `${action} *`),
    ]);
  });
});

describe('every role of the functions', () => {
  const ofFunctions = (stage: 'dev' | 'prod') =>
    findAllowed(payingTemplates(stage)).filter(({ role }) => role.includes('-Compute/'));

  it.each(['dev', 'prod'] as const)('of %s names each action', (stage) => {
    const actions = ofFunctions(stage).flatMap((allowed) => allowed.actions);
    expect(actions.length).toBeGreaterThan(Object.keys(functions).length);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it.each(['dev', 'prod'] as const)(
    'of %s names each resource, if the action supports it',
    (stage) => {
      const open = ofFunctions(stage).filter(({ resources }) => resources.includes('*'));
      const actions = new Set(open.flatMap((allowed) => allowed.actions));
      expect([...actions].sort()).toEqual(['cloudwatch:GetMetricData', ...WITHOUT_RESOURCE]);
    },
  );

  it('of the audit only reads', () => {
    const actions = findAllowedFor('audit').flatMap((allowed) => allowed.actions);
    const writing = actions.filter((action) => /Put|Update|Delete|Write|Send/.test(action));
    expect(writing.sort()).toEqual(['logs:PutLogEvents', ...WITHOUT_RESOURCE]);
  });

  it('queries only indexes that their tables have', () => {
    for (const { indexes = {} } of Object.values(functionAccess)) {
      for (const [table, names] of Object.entries(indexes)) {
        const defined = tables[table as keyof typeof tables].indexes.map(({ name }) => name);
        expect(defined).toEqual(expect.arrayContaining([...names]));
      }
    }
  });
});
