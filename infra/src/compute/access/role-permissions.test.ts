import {
  type AccessedResource,
  type FunctionId,
  functions,
  rolePermissions,
} from '@willcall/topology';
import { expect, it } from 'vitest';
import { allowedTo } from './allowed-to.fixture.ts';

const ids = Object.keys(functions) as FunctionId[];

/** What every role is given besides: see `makeFunction` and `keyStatements`. */
const BESIDES = /^(logs|xray|kms):/;

it.each(ids)('the deployed role of %s allows these permissions, and nothing else', (id) => {
  const deployed = allowedTo(id).flatMap(({ actions, resources }) =>
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

/** A resource in the words of a template: the logical id that its ARN comes from, and what follows it. */
function deployedName(resource: string): string {
  const [id = resource] =
    /(?<=Att)(Table|Queue|Bucket)[a-z]+|(?<=Att)Bus|PurchaseIdKeys/.exec(resource) ?? [];
  const [part = ''] = /\/index\/[a-z-]+|\/\*|StreamArn/.exec(resource) ?? [];
  return id + part;
}

/** The same of a permission. */
function statedName(resource: AccessedResource): string {
  switch (resource.kind) {
    case 'table':
      return `Table${resource.table}`;
    case 'index':
      return `Table${resource.table}/index/${resource.index}`;
    case 'stream':
      return `Table${resource.table}StreamArn`;
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
    case 'failed-invocations':
      return 'Queuefailedtargets';
  }
}
