import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { UnreadableRecord } from './errors.ts';
import { type OnUnreadable, wrapNumbers } from './open-store.ts';
import { parseRecord, readRecord, readRecords } from './read-items.ts';

const kind = {
  table: 'purchases',
  schema: z.object({ quantity: z.int(), total: z.object({ amount: z.int() }) }),
  what: 'the purchase',
} as const;
const key = { userId: 'alice@example.com', recordKey: 'P#AZaz09-_AZaz09-_' };
const sound = { ...key, quantity: 1, total: { amount: 5 } };
const damaged = { ...key, showId: 'hamlet', quantity: 'a secret', total: { amount: 'x' } };

/** A store that only remembers what cannot be read. */
const open = () => {
  const reported: Parameters<OnUnreadable>[] = [];
  const onUnreadable: OnUnreadable = (...report) => void reported.push(report);
  return { store: { onUnreadable }, reported };
};

describe('a record that does not match its schema', () => {
  it('is an error with its table, key, show and invalid attributes', () => {
    expect(parseRecord(kind, damaged)).toMatchObject({
      code: 'RECORD_UNREADABLE',
      retryable: false,
      message: 'the purchase cannot be read: quantity, total.amount',
      ...{ table: 'purchases', key, showId: 'hamlet', wrong: ['quantity', 'total.amount'] },
    });
  });

  it('is described without its user and without any value', () => {
    const { description, message } = parseRecord(kind, damaged) as UnreadableRecord;
    expect(description).toBe(
      'purchases recordKey=P#AZaz09-_AZaz09-_ showId=hamlet: quantity, total.amount',
    );
    expect(`${description} ${message}`).not.toMatch(/alice|secret/);
  });

  it.each([4242424242424242, '4242424242424242', { name: 'Ana' }, undefined])(
    'names no show if %j stands where its id should',
    (showId) => {
      expect(parseRecord(kind, { ...damaged, showId })).toMatchObject({ showId: undefined });
    },
  );

  it('fails the call that depends on it, and is reported', () => {
    const { store, reported } = open();
    expect(() => readRecord(store, kind, damaged)).toThrow(UnreadableRecord);
    expect(reported).toEqual([[[expect.any(UnreadableRecord)], 'failed']]);
  });

  it('is left out of a list, and reported once with the others', () => {
    const { store, reported } = open();
    const { records, unreadable } = readRecords(store, kind, [damaged, sound, {}, sound]);
    expect(records).toEqual([sound, sound].map(({ quantity, total }) => ({ quantity, total })));
    expect(unreadable).toHaveLength(2);
    expect(reported).toEqual([[unreadable, 'skipped']]);
  });

  it('is the only one that is reported', () => {
    const { store, reported } = open();
    readRecords(store, kind, [sound]);
    readRecord(store, kind, sound);
    expect(reported).toEqual([]);
  });
});

describe('a stored number', () => {
  it.each([
    ['0', 0],
    ['-7', -7],
    ['18.76', 18.76],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['1E-7', 1e-7],
  ])('%s is a number', (digits, value) => {
    expect(wrapNumbers(digits)).toBe(value);
  });

  it.each(['9007199254740993', '9'.repeat(38), '1E+125', '12345678901234567.5'])(
    '%s is neither a number nor a text, and keeps its digits',
    (digits) => {
      const wrapped = wrapNumbers(digits);
      expect(wrapped).toBeInstanceOf(NumberValue);
      expect(z.union([z.number(), z.string(), z.bigint()]).safeParse(wrapped).success).toBe(false);
      expect(String(wrapped)).toBe(digits);
    },
  );
});
