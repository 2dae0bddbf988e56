import type { Account } from '../account.ts';
import { StripeFailure } from './stripe-failure.ts';

/**
 * The requests a second that Stripe allows in test mode, for reads and for writes apart.
 * Source: https://docs.stripe.com/rate-limits
 */
export const TEST_MODE_RATE = 25;

export type RateLimit = {
  /** @throws StripeFailure rate_limit */
  take(kind: 'read' | 'write'): void;
};

/** Lets through a number of reads and of writes in each second of the account's clock. */
export const createRateLimit = (now: Account['now'], perSecond: number): RateLimit => {
  const windows = { read: { second: 0, taken: 0 }, write: { second: 0, taken: 0 } };
  return {
    take: (kind) => {
      const second = Math.floor(now() / 1_000);
      const window = windows[kind];
      if (window.second !== second) windows[kind] = { second, taken: 1 };
      else if (window.taken < perSecond) window.taken += 1;
      else throw refuseRate();
    },
  };
};

/** Too many requests. The SDK does not repeat it by itself. */
export const refuseRate = (): StripeFailure =>
  new StripeFailure(
    429,
    'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
    { code: 'rate_limit' },
    { 'stripe-should-retry': 'false', 'stripe-rate-limited-reason': 'global-rate' },
  );

/** Another request has the object. The SDK repeats it. */
export const refuseLocked = (): StripeFailure =>
  new StripeFailure(
    429,
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.',
    { code: 'lock_timeout' },
    { 'stripe-should-retry': 'true' },
  );
