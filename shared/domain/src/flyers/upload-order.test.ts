import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadOrder } from './upload-order.ts';

const AT = '2031-05-01T08:00:00.000Z';

describe('the order of uploads', () => {
  it.each([
    ['the earlier time', [AT, 'FFFF'], ['2031-05-01T08:00:00.001Z', '0001']],
    ['a time without milliseconds', ['2031-05-01T08:00:00Z', '1'], ['2031-05-01T08:00:00.5Z', '0']],
    ['the lower sequencer', [AT, '0055AED6DCD90281E5'], [AT, '0055AED6DCD90281E6']],
    ['the lower sequencer, which is shorter', [AT, 'FF'], [AT, '100']],
    ['the lower sequencer, which is longer', [AT, '00FE'], [AT, 'FF']],
    ['a lower sequencer in small letters', [AT, 'a9'], [AT, 'AA']],
    ['none', [AT, undefined], [AT, '1']],
  ] as const)('has %s first', (_, [time, sequencer], later) => {
    expect(uploadOrder(time, sequencer) < uploadOrder(later[0], later[1])).toBe(true);
  });

  it('is that of the numbers that the sequencers write, within one time', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 72n });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [first, second] = [a, b].map((n) => uploadOrder(AT, n.toString(16))) as [
          string,
          string,
        ];
        expect(first < second).toBe(a < b);
        expect(first === second).toBe(a === b);
      }),
    );
  });
});
