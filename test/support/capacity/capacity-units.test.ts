import { describe, expect, it } from 'vitest';
import { failedWriteUnits, readUnits, writeUnits } from './capacity-units.ts';

const KB = 1024;

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
describe("AWS's published examples of single operations", () => {
  it.each([
    ['an item of 3,500 bytes', 3500, 1],
    ['an item of 3.5 KB', 3.5 * KB, 1],
    ['an item of 8 KB', 8 * KB, 2],
    ['an item of 10 KB', 10 * KB, 12 / 4],
    ['a query of 10 items that have 40.8 KB together', 40.8 * KB, 44 / 4],
    ['a query of 1,500 items of 64 bytes each', 1500 * 64, 96 / 4],
  ])(
    'reading %s takes the published units, half for eventual consistency and twice in a transaction',
    (_what, bytes, units) => {
      expect(readUnits(bytes, 'strong')).toBe(units);
      expect(readUnits(bytes, 'eventual')).toBe(units / 2);
      expect(readUnits(bytes, 'transactional')).toBe(units * 2);
    },
  );

  it('a BatchGetItem of 1.5 KB and 6.5 KB counts 12 KB, not 8', () => {
    expect(readUnits(1.5 * KB, 'strong') + readUnits(6.5 * KB, 'strong')).toBe(12 / 4);
  });

  it('an item that does not exist takes 1 unit, or 0.5', () => {
    expect(readUnits(0, 'strong')).toBe(1);
    expect(readUnits(0, 'eventual')).toBe(0.5);
  });

  it.each([
    ['500 bytes', 500, 1],
    ['512 bytes', 512, 1],
    ['1.6 KB', 1.6 * KB, 2],
    ['3.5 KB', 3.5 * KB, 4],
  ])('writing %s takes the published units', (_what, bytes, units) => {
    expect(writeUnits({ before: 0, after: bytes })).toBe(units);
    expect(writeUnits({ before: bytes, after: 0 })).toBe(units);
  });

  it('an update takes the larger of the sizes before and after it', () => {
    expect(writeUnits({ before: 2.5 * KB, after: 100 })).toBe(3);
    expect(writeUnits({ before: 100, after: 2.5 * KB })).toBe(3);
  });

  it('deleting an item that does not exist takes 1 unit', () => {
    expect(writeUnits({ before: 0, after: 0 })).toBe(1);
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
  it('a failed condition takes the 300 KB of the existing item, not the 310 KB of the new one', () => {
    expect(failedWriteUnits(300 * KB)).toBe(300);
    expect(failedWriteUnits(0)).toBe(1);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
describe("AWS's published examples of transactions", () => {
  it('writing three items of 500 bytes takes 6 write units', () => {
    expect(3 * writeUnits({ before: 0, after: 500 }, 'transactional')).toBe(6);
  });

  it('reading three items of 500 bytes takes 6 read units', () => {
    expect(3 * readUnits(500, 'transactional')).toBe(6);
  });
});

describe('boundaries', () => {
  it('one byte more than 1 KB takes a second write unit, one byte more than 4 KB a second read unit', () => {
    expect(writeUnits({ before: 0, after: KB })).toBe(1);
    expect(writeUnits({ before: 0, after: KB + 1 })).toBe(2);
    expect(readUnits(4 * KB, 'strong')).toBe(1);
    expect(readUnits(4 * KB + 1, 'strong')).toBe(2);
  });
});
