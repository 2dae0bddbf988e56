import { openProvider, type PaymentProvider, ProviderError } from '@willcall/payments';
import type { Store } from '@willcall/store';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionRefused } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openLocalProvider } from '../support/payments/local-provider.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const { payments, stripe } = await openLocalProvider();
const calls = watchCalls();
const faults = createFaultInjector();
const sale = await openSale();
const store: Store<'pulse'> = {
  ...sale.storeWith(calls.plugin, faults.plugin),
  tables: sale.resources.tables,
};
const { id } = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' });

/** Shares of 6, 2 and 2. */
const CALLS_PER_SECOND = '10';

// Not in the past, where the TTL would remove the counters.
let nowMs = Math.ceil(Date.now() / 1_000) * 1_000;
beforeEach(() => {
  // Each test has an unused second.
  nowMs += 10_000;
});

/** Opens the provider as another environment does. Waiting moves the clock. */
const openEnvironment = (patienceMs = 0) =>
  openProvider(
    {
      PAYMENTS: 'ON',
      WILLCALL_BACKEND: 'embedded',
      AWS_REGION: 'eu-central-1',
      PAYMENT_KEYS_FILE: payments.keysFile,
      PAYMENT_PROVIDER_ENDPOINT: payments.endpoint,
      PAYMENT_CALLS_PER_SECOND: CALLS_PER_SECOND,
    },
    {
      store,
      clock: () => new Date(nowMs),
      wait: async (milliseconds) => {
        nowMs += milliseconds;
      },
      patienceMs: () => patienceMs,
    },
  );

const read = async (provider: PaymentProvider): Promise<string> => {
  try {
    return (await provider.readIntent(id)).status;
  } catch (error) {
    if (error instanceof ProviderError) return error.code;
    throw error;
  }
};

const countWrites = () => calls.inputsOf('UpdateItemCommand').length;

describe('the budget of the payment provider', () => {
  it('is shared by all environments, and begins anew each second', async () => {
    const [one, other] = [openEnvironment(), openEnvironment()];
    for (const environment of [one, other, one, other, one, other]) {
      expect(await read(environment.useShare('payments'))).toBe('open');
    }
    expect(await read(one.useShare('payments'))).toBe('RATE_LIMITED');
    expect(await read(other.useShare('payments'))).toBe('RATE_LIMITED');
    nowMs += 1_000;
    expect(await read(other.useShare('payments'))).toBe('open');
  });

  it('leaves each share to its own use', async () => {
    const { useShare } = openEnvironment();
    const endings = useShare('endings');
    expect([await read(endings), await read(endings)]).toEqual(['open', 'open']);
    expect(await read(endings)).toBe('RATE_LIMITED');
    expect(await read(useShare('refunds'))).toBe('open');
    expect(await read(useShare('payments'))).toBe('open');
  });

  it('is not asked again in a second that is used up', async () => {
    const endings = openEnvironment().useShare('endings');
    for (const status of ['open', 'open', 'RATE_LIMITED']) expect(await read(endings)).toBe(status);
    const before = countWrites();
    expect(await read(endings)).toBe('RATE_LIMITED');
    expect(countWrites()).toBe(before);
  });

  it('is waited for by who has time', async () => {
    const patient = openEnvironment(2_000).useShare('endings');
    const beganAt = nowMs;
    const reads = [];
    for (let nth = 0; nth < 5; nth += 1) reads.push(await read(patient));
    expect(reads).toEqual(['open', 'open', 'open', 'open', 'open']);
    expect(nowMs - beganAt).toBe(2_000);
  });

  it('is not waited for longer than there is time', async () => {
    const endings = openEnvironment(999).useShare('endings');
    for (const status of ['open', 'open', 'RATE_LIMITED']) expect(await read(endings)).toBe(status);
  });

  it('counts each request: a cancellation that reads again spends two', async () => {
    const endings = openEnvironment().useShare('endings');
    const before = countWrites();
    await endings.cancelIntent(id);
    await read(endings);
    expect(countWrites() - before).toBe(2);
    nowMs += 1_000;
    expect(await endings.cancelIntent(id)).toMatchObject({ status: 'canceled' });
    expect(countWrites() - before).toBe(4);
  });

  it('that cannot be counted lets nothing through', async () => {
    faults.before('UpdateItemCommand', connectionRefused);
    expect(await read(openEnvironment().useShare('endings'))).toBe('PROVIDER_UNAVAILABLE');
    faults.assertAllUsed();
  });
});
