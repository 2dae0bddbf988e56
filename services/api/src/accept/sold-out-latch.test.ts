import type { MeasuredLag } from '@willcall/domain';
import { ShowRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import type { CachedLags } from '../waiting/queue-wait.ts';
import { ALWAYS, type CachedShow, findSoldOut } from './early-refusal.ts';

const now = new Date('2031-05-15T12:00:00.000Z');
const MINUTE_MS = 60_000;
const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const latched = ShowRecord.parse({ ...hamlet, soldOutAt: ago(10 * MINUTE_MS) });

const known = (...lags: readonly MeasuredLag[]): CachedLags => ({ lags, isComplete: true });

/** Checks the latch of a show, and records whose lags were read. */
async function check(show: CachedShow, lags: CachedLags = known()) {
  const subjects: string[] = [];
  const refusal = await findSoldOut(async (subject) => {
    subjects.push(subject);
    return lags;
  })(show, now);
  return { refusal, subjects };
}

describe('without a latch', () => {
  it.each<[string, CachedShow]>([
    ['on sale', ShowRecord.parse(hamlet)],
    ['unknown', 'unknown'],
    ['cancelled, even if sold out', { ...latched, cancelledAt: ago(MINUTE_MS) }],
  ])('a purchase for a show that is %s is not refused, and nothing is read', async (_, show) => {
    expect(await check(show)).toEqual({ refusal: undefined, subjects: [] });
  });
});

describe('a latch', () => {
  it('that is settled is SOLD_OUT, by the lag of the show', async () => {
    expect(await check(latched)).toMatchObject({
      refusal: { problem: { code: 'SOLD_OUT' }, since: ALWAYS },
      subjects: [hamlet.showId],
    });
  });

  it.each<[string, number, CachedLags]>([
    ['is a minute old', MINUTE_MS, known()],
    [
      'is younger than twice the lag and a minute',
      10 * MINUTE_MS,
      known({ lagMs: 5 * MINUTE_MS, at: ago(0) }),
    ],
    ['has an unknown lag', 10 * MINUTE_MS, 'unknown'],
    [
      'has a lag that cannot be read',
      10 * MINUTE_MS,
      { lags: [{ lagMs: 0, at: ago(0) }], isComplete: false },
    ],
  ])('that %s refuses nobody', async (_, ageMs, lags) => {
    const { refusal } = await check({ ...latched, soldOutAt: ago(ageMs) }, lags);
    expect(refusal).toBeUndefined();
  });
});
