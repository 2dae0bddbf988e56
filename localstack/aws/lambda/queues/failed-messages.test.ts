import { describe, expect, test } from 'vitest';
import { readFailedMessages } from './failed-messages.ts';

const ids = new Set(['a', 'b', 'c']);

describe('the whole batch succeeds with', () => {
  test.each<[string, unknown]>([
    ['no response', undefined],
    ['null', null],
    ['an empty response', {}],
    ['no list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('%s', (_, result) => {
    expect(readFailedMessages(result, ids)).toEqual(new Set());
  });
});

describe('the whole batch fails with', () => {
  test.each<[string, unknown]>([
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong field name', { batchItemFailures: [{ id: 'a' }] }],
    ['an id that is not in the batch', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
    [
      'an unknown id among valid ids',
      { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] },
    ],
    ['ids instead of objects', { batchItemFailures: ['a'] }],
    ['a string instead of a list', { batchItemFailures: 'a' }],
    ['a response that is not an object', 'fine'],
  ])('%s', (_, result) => {
    expect(readFailedMessages(result, ids)).toBe('all');
  });
});

test('the reported messages failed, even if reported twice', () => {
  const batchItemFailures = ['a', 'c', 'a'].map((itemIdentifier) => ({ itemIdentifier }));
  expect(readFailedMessages({ batchItemFailures }, ids)).toEqual(new Set(['a', 'c']));
});
