import { type Store, takeCall } from '@willcall/store';
import { ProviderError } from '../errors.ts';

/**
 * How the calls that the provider allows in a second are shared: buyers who start to pay, holds that end or are settled,
 * with whatever is read to find out which, and refunds. None can take what another needs.
 */
const SHARES = { payments: 0.6, endings: 0.2, refunds: 0.2 } as const;

export type Share = keyof typeof SHARES;

/**
 * Spends one call of a share, before each request to the provider.
 *
 * @throws ProviderError RATE_LIMITED if nothing is left of it, and waiting would take too long.
 * @throws StoreError STORE_UNAVAILABLE
 */
export type Spend = () => Promise<void>;

/** How a share of the budget is spent. */
export type SpendingSettings = {
  readonly store: Store<'pulse'>;
  readonly clock: () => Date;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Returns how many milliseconds a call may wait for its share. 0: it is refused at once. */
  readonly patienceMs: () => number;
};

/** The calls of a share in a second. */
export const limitOf = (share: Share, callsPerSecond: number): number =>
  Math.max(1, Math.floor(callsPerSecond * SHARES[share]));

const MS_PER_SECOND = 1_000;

/** @param callsPerSecond what the provider allows, all shares together. */
export function createSpending(
  share: Share,
  callsPerSecond: number,
  { store, clock, wait, patienceMs }: SpendingSettings,
): Spend {
  const limit = limitOf(share, callsPerSecond);
  // Asking again in the same second would cost a write for nothing.
  let usedUp: number | undefined;
  return async () => {
    const giveUpAt = clock().getTime() + patienceMs();
    for (;;) {
      const at = clock();
      const second = Math.floor(at.getTime() / MS_PER_SECOND);
      if (second !== usedUp) {
        if (await takeCall(store, { name: share, limit }, at)) return;
        usedUp = second;
      }
      const nextSecond = (second + 1) * MS_PER_SECOND;
      if (nextSecond > giveUpAt) {
        throw new ProviderError('RATE_LIMITED', `The share ${share} of this second is used up`);
      }
      await wait(nextSecond - at.getTime());
    }
  };
}
