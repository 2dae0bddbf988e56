import { describe, expect, test } from 'vitest';
import { readFailedMessages } from './failed-messages.ts';

const ids = new Set(['a', 'b', 'c']);

describe('the whole batch succeeded', () => {
  test.each<[string, unknown]>([
    ['no answer', undefined],
    ['null', null],
    ['an empty answer', {}],
    ['no list', { batchItemFailures: null }],
    ['an empty list', { batchItemFailures: [] }],
  ])('%s', (_, result) => {
    expect(readFailedMessages(result, ids)).toEqual(new Set());
  });
});

describe('the whole batch failed', () => {
  test.each<[string, unknown]>([
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['a null id', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a bad key', { batchItemFailures: [{ id: 'a' }] }],
    ['an id of no message in the batch', { batchItemFailures: [{ itemIdentifier: 'z' }] }],
    [
      'one such id among good ones',
      { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] },
    ],
    ['ids instead of objects', { batchItemFailures: ['a'] }],
    ['something else than a list', { batchItemFailures: 'a' }],
    ['an answer that is no object', 'fine'],
  ])('%s', (_, result) => {
    expect(readFailedMessages(result, ids)).toBe('all');
  });
});

test('the reported messages failed, even if reported twice', () => {
  const batchItemFailures = ['a', 'c', 'a'].map((itemIdentifier) => ({ itemIdentifier }));
  expect(readFailedMessages({ batchItemFailures }, ids)).toEqual(new Set(['a', 'c']));
});
