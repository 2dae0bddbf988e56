import { describe, expect, it } from 'vitest';
import { retryUntilSettled } from './transact.ts';

describe('a contended write', () => {
  const pauses: number[] = [];
  const seams = { random: () => 1, wait: async (ms: number) => pauses.push(ms) };

  it('is tried again with growing pauses until it settles', async () => {
    let tries = 0;
    const settled = await retryUntilSettled(
      'add',
      async () => (++tries === 4 ? 'done' : 'again'),
      seams,
    );
    expect(settled).toBe('done');
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('is left when others are always faster, and nothing is concluded from it', async () => {
    await expect(retryUntilSettled('add', async () => 'again', seams)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
