import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLagMemory } from './lag-memory.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2031-05-15T12:00:00.000Z');
const at = (milliseconds: number) => new Date(START + milliseconds);

/** A worker that measures one batch after the other of a show: what it tells, and when. */
function telling(batches: readonly (readonly [atMs: number, lagMs: number])[]) {
  const memory = createLagMemory();
  return batches.flatMap(([atMs, lagMs]) => {
    memory.measure('hamlet', lagMs);
    return memory.takeLagsToWrite(at(atMs)).map((told) => ({ atMs, lagMs: told.lagMs }));
  });
}

describe('a worker', () => {
  it.each<[string, readonly (readonly [number, number])[], readonly (readonly [number, number])[]]>(
    [
      [
        'tells nothing of lags below two seconds',
        [
          [0, 1_999],
          [MINUTE, 1_999],
        ],
        [],
      ],
      ['tells of two seconds', [[0, 2_000]], [[0, 2_000]]],
      [
        'tells again only after ten seconds',
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
        'tells once that the lag has fallen',
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
        'tells of a rise at once, when it has told nothing for ten seconds',
        [
          [0, 100],
          [SECOND, 7_000],
        ],
        [[SECOND, 7_000]],
      ],
    ],
  )('%s', (_, batches, told) => {
    expect(telling(batches)).toEqual(told.map(([atMs, lagMs]) => ({ atMs, lagMs })));
  });

  it('tells at most every ten seconds, never of two short lags in a row, and of every long one in time', () => {
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
        const told = telling(batches);
        for (const [index, one] of told.entries()) {
          const before = told[index - 1];
          expect(one.atMs - (before?.atMs ?? -Infinity)).toBeGreaterThanOrEqual(10 * SECOND);
          expect(Math.max(one.lagMs, before?.lagMs ?? 0)).toBeGreaterThanOrEqual(2 * SECOND);
        }
        for (const [atMs, lagMs] of batches) {
          if (lagMs < 2 * SECOND) continue;
          expect(told.some((one) => atMs - 10 * SECOND < one.atMs && one.atMs <= atMs)).toBe(true);
        }
      }),
    );
  });

  it('tells of a batch the longest, for each show on its own', () => {
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

  it('remembers the longest lag for twenty minutes, and not for an hour', () => {
    const memory = createLagMemory();
    const tell = (atMs: number, lagMs: number) => {
      memory.measure('hamlet', lagMs);
      return memory.takeLagsToWrite(at(atMs))[0];
    };
    tell(0, 90_000);
    // Written by nobody, since the last is only a second ago, and yet not forgotten.
    expect(tell(SECOND, 120_000)).toBeUndefined();
    expect(tell(15 * MINUTE, 3_000)).toMatchObject({ lagMs: 3_000, highestLagMs: 120_000 });
    expect(tell(60 * MINUTE, 2_500)).toMatchObject({ lagMs: 2_500, highestLagMs: 2_500 });
  });

  it('never tells less than what it has measured in the last twenty minutes', () => {
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
          const [told] = memory.takeLagsToWrite(at(now));
          if (told === undefined) continue;
          const recent = measured.filter(({ atMs }) => now - atMs < 20 * MINUTE);
          const lately = measured.filter(({ atMs }) => now - atMs < 40 * MINUTE);
          const most = (lags: typeof measured) => Math.max(...lags.map((one) => one.lagMs));
          expect(told.highestLagMs).toBeGreaterThanOrEqual(most(recent));
          expect(told.highestLagMs).toBeLessThanOrEqual(most(lately));
        }
      }),
    );
  });

  it('remembers a thousand shows and no more: of a forgotten one it tells as of a new one', () => {
    const memory = createLagMemory();
    for (let show = 0; show <= 1_000; show += 1) memory.measure(`show-${show}`, 5_000);
    expect(memory.takeLagsToWrite(at(0))).toHaveLength(1_001);
    memory.measure('show-1000', 5_000);
    memory.measure('show-0', 5_000);
    expect(memory.takeLagsToWrite(at(SECOND)).map(({ subject }) => subject)).toEqual(['show-0']);
  });
});
