import { describe, expect, it } from 'vitest';
import type { Json } from '../../json.ts';
import { parseJsonPath } from './json-path.ts';

const event = {
  'detail-type': 'x',
  resources: ['arn:1', 'arn:2'],
  detail: { items: [{ id: 1 }, { id: 2 }, {}], 'a_b/c': null, nested: { deep: true } },
};

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
describe('parseJsonPath', () => {
  it.each<[path: string, value: Json | undefined]>([
    ['$', event],
    ['$.detail-type', 'x'],
    ['$.resources[1]', 'arn:2'],
    ['$.resources', ['arn:1', 'arn:2']],
    ['$.detail.items[0].id', 1],
    ['$.detail.items[*].id', [1, 2]],
    ['$.detail.nested.*', [true]],
    ['$.detail.a_b/c', null],
    ['$.detail.unknown', undefined],
    ['$.detail.unknown.deeper', undefined],
    ['$.resources[2]', undefined],
    ['$.detail-type.length', undefined],
    ['$.detail.constructor', undefined],
  ])('reads %s as %j', (path, value) => {
    expect(parseJsonPath(path)?.(event)).toEqual(value);
  });

  it.each(['detail', '', '$detail', "$['detail']", '$..id', '$.a[-1]', '$.a[?(@.b)]', '$.'])(
    'does not support %j',
    (path) => {
      expect(parseJsonPath(path)).toBeUndefined();
    },
  );
});
