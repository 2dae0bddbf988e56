import { describe, expect, it } from 'vitest';
import { type CachedLags, queueWait } from './queue-wait.ts';

const NOW = '2031-05-15T12:00:00.000Z';
const told = (copy: CachedLags, chance = 0.999) =>
  queueWait({
    lags: async (subject) => (subject === 'queue' ? copy : 'unknown'),
    clock: () => new Date(NOW),
    random: () => chance,
  })();

describe('who waits', () => {
  it.each<[string, CachedLags]>([
    ['nothing is known', 'unknown'],
    ['nobody has measured anything', []],
    ['the last measure is of long ago', [{ lagMs: 90_000, at: '2031-05-15T11:58:00.000Z' }]],
  ])('is told to look again in a second, and no more, when %s', async (_, copy) => {
    expect(await told(copy)).toEqual({ retryAfter: '1' });
  });

  it.each([
    [300, 1, '1'],
    [3_000, 3, '3'],
    [3_001, 4, '4'],
    [75_200, 76, '10'],
  ])(
    'for %i ms is told %i s, rounded up, and to look again after %s s',
    async (lagMs, s, retryAfter) => {
      const copy = [
        { lagMs, at: NOW },
        { lagMs: 0, at: NOW },
      ];
      expect(await told(copy)).toEqual({ retryAfter, estimatedWaitSeconds: s });
    },
  );

  it('comes back at another second than their neighbour, by chance', async () => {
    const copy = [{ lagMs: 60_000, at: NOW }];
    expect((await told(copy, 0)).retryAfter).toBe('5');
    expect((await told(copy, 0.5)).retryAfter).toBe('8');
  });
});
