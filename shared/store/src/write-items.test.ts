import { describe, expect, it } from 'vitest';
import { retryUntilSettled } from './write-items.ts';

describe('a contended write', () => {
  const pauses: number[] = [];
  const seams = { random: () => 1, wait: async (ms: number) => pauses.push(ms) };

  it('is retried with growing delays until it succeeds', async () => {
    let tries = 0;
    const settled = await retryUntilSettled(
      'add',
      async () => (++tries === 4 ? 'done' : 'again'),
      seams,
    );
    expect(settled).toBe('done');
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('gives up if it always conflicts, without treating that as a result', async () => {
    await expect(retryUntilSettled('add', async () => 'again', seams)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
