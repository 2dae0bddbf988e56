import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLagMemory } from './lag-reporter.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2031-05-15T12:00:00.000Z');
const at = (milliseconds: number) => new Date(START + milliseconds);

/** The lags that a worker writes, and when, for successive batches of a show. */
function writtenLags(batches: readonly (readonly [atMs: number, lagMs: number])[]) {
  const memory = createLagMemory();
  return batches.flatMap(([atMs, lagMs]) => {
    memory.measure('hamlet', lagMs);
    return memory.takeLagsToWrite(at(atMs)).map((written) => ({ atMs, lagMs: written.lagMs }));
  });
}

describe('a worker', () => {
  it.each<[string, readonly (readonly [number, number])[], readonly (readonly [number, number])[]]>(
    [
      [
        'writes no lag below two seconds',
        [
          [0, 1_999],
          [MINUTE, 1_999],
        ],
        [],
      ],
      ['writes a lag of two seconds', [[0, 2_000]], [[0, 2_000]]],
      [
        'writes again only after ten seconds',
        [
          [0, 5_000],
          [9_999, 9_000],
          [10_000, 6_000],
        ],
        [
          [0, 5_000],
          [10_000, 6_000],
        ],
      ],
      [
        'writes a fall of the lag once',
        [
          [0, 5_000],
          [MINUTE, 100],
          [2 * MINUTE, 100],
        ],
        [
          [0, 5_000],
          [MINUTE, 100],
        ],
      ],
      [
        'writes a rise at once if it has written nothing for ten seconds',
        [
          [0, 100],
          [SECOND, 7_000],
        ],
        [[SECOND, 7_000]],
      ],
    ],
  )('%s', (_, batches, written) => {
    expect(writtenLags(batches)).toEqual(written.map(([atMs, lagMs]) => ({ atMs, lagMs })));
  });

  it('writes at most every ten seconds, never two short lags in a row, and every long one in time', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 15 * SECOND }), fc.integer({ min: 0, max: 5 * SECOND })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (some) => {
        let now = 0;
        const batches = some.map(([pause, lagMs]) => {
          now += pause;
          return [now, lagMs] as const;
        });
        const written = writtenLags(batches);
        for (const [index, one] of written.entries()) {
          const before = written[index - 1];
          expect(one.atMs - (before?.atMs ?? -Infinity)).toBeGreaterThanOrEqual(10 * SECOND);
          expect(Math.max(one.lagMs, before?.lagMs ?? 0)).toBeGreaterThanOrEqual(2 * SECOND);
        }
        for (const [atMs, lagMs] of batches) {
          if (lagMs < 2 * SECOND) continue;
          expect(written.some((one) => atMs - 10 * SECOND < one.atMs && one.atMs <= atMs)).toBe(
            true,
          );
        }
      }),
    );
  });

  it('writes the longest lag of a batch for each show', () => {
    const memory = createLagMemory();
    memory.measure('hamlet', 3_000);
    memory.measure('hamlet', 8_000);
    memory.measure('hamlet', 100);
    memory.measure('macbeth', 4_000);
    memory.measure('lear', 100);
    expect(memory.takeLagsToWrite(at(0))).toEqual([
      { subject: 'hamlet', lagMs: 8_000, highestLagMs: 8_000 },
      { subject: 'macbeth', lagMs: 4_000, highestLagMs: 4_000 },
    ]);
    expect(memory.takeLagsToWrite(at(MINUTE))).toEqual([]);
  });

  it('remembers the longest lag for 20 minutes, but not for an hour', () => {
    const memory = createLagMemory();
    const takeLag = (atMs: number, lagMs: number) => {
      memory.measure('hamlet', lagMs);
      return memory.takeLagsToWrite(at(atMs))[0];
    };
    takeLag(0, 90_000);
    // Not written, because the last write was a second ago, but remembered.
    expect(takeLag(SECOND, 120_000)).toBeUndefined();
    expect(takeLag(15 * MINUTE, 3_000)).toMatchObject({ lagMs: 3_000, highestLagMs: 120_000 });
    expect(takeLag(60 * MINUTE, 2_500)).toMatchObject({ lagMs: 2_500, highestLagMs: 2_500 });
  });

  it('never writes less than it has measured in the last 20 minutes', () => {
    const steps = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 10 * MINUTE }), fc.integer({ min: 2_000, max: 99_999 })),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, (some) => {
        const memory = createLagMemory();
        const measured: { atMs: number; lagMs: number }[] = [];
        let now = 0;
        for (const [pause, lagMs] of some) {
          now += pause;
          measured.push({ atMs: now, lagMs });
          memory.measure('hamlet', lagMs);
          const [written] = memory.takeLagsToWrite(at(now));
          if (written === undefined) continue;
          const recent = measured.filter(({ atMs }) => now - atMs < 20 * MINUTE);
          const lately = measured.filter(({ atMs }) => now - atMs < 40 * MINUTE);
          const most = (lags: typeof measured) => Math.max(...lags.map((one) => one.lagMs));
          expect(written.highestLagMs).toBeGreaterThanOrEqual(most(recent));
          expect(written.highestLagMs).toBeLessThanOrEqual(most(lately));
        }
      }),
    );
  });

  it('remembers a thousand shows, and treats an evicted one as new', () => {
    const memory = createLagMemory();
    for (let show = 0; show <= 1_000; show += 1) memory.measure(`show-${show}`, 5_000);
    expect(memory.takeLagsToWrite(at(0))).toHaveLength(1_001);
    memory.measure('show-1000', 5_000);
    memory.measure('show-0', 5_000);
    expect(memory.takeLagsToWrite(at(SECOND)).map(({ subject }) => subject)).toEqual(['show-0']);
  });
});
