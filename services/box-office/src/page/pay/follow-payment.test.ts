import type { StartedPayment } from '@willcall/client';
import { beforeEach, expect, it, vi } from 'vitest';
import { beginPaying, confirmPayment, type PayingStep } from './follow-payment.ts';
import type { PaymentState } from './payment-state.ts';

const payment: StartedPayment = {
  provider: 'stripe',
  clientSecret: 'pi_1_secret_1',
  publishableKey: 'pk',
  amount: { amount: 3_198, currency: 'EUR' },
  holdUntil: '2031-05-01T08:10:00.000Z',
};

vi.mock('../api/willcall.ts', () => ({
  purchases: { startPayment: async () => payment },
}));
vi.mock('../api/wait-to-retry.ts', () => ({ waitToRetry: async () => undefined }));

const steps: PayingStep[] = [];
const left: string[] = [];
beforeEach(() => {
  steps.length = 0;
  left.length = 0;
});

/** Follows a payment that stands so whenever it is read. `undefined`: there is no answer. */
const follow = (...states: (PaymentState | undefined)[]) => ({
  tell: (step: PayingStep) => void steps.push(step),
  leave: (url: string) => void left.push(url),
  signal: new AbortController().signal,
  provider: {
    read: async () => {
      const state = states.shift();
      if (state === undefined) throw new TypeError('no answer');
      return state;
    },
  },
});

const open = { state: 'open' } as const;
const names = () => steps.map(({ step }) => step);

it('can be paid once the payment is started, and says why the last try failed', async () => {
  await beginPaying('p', follow({ ...open, problem: 'declined' }));
  expect(steps).toEqual([{ step: 'ready', payment, problem: 'declined' }]);
});

it('is not paid again after a reload if it is paid', async () => {
  await beginPaying('p', follow({ state: 'succeeded' }));
  expect(names()).toEqual(['succeeded']);
});

it('can be paid again by a buyer who came back from the bank too early', async () => {
  await beginPaying('p', follow({ state: 'authenticate', url: 'https://bank.example' }));
  expect(steps).toEqual([{ step: 'ready', payment, problem: 'unfinished' }]);
  expect(left).toEqual([]);
});

it('leads to the page of the bank if the bank asks', async () => {
  const confirm = async (): Promise<PaymentState> => ({
    state: 'authenticate',
    url: 'https://bank.example',
  });
  await confirmPayment(payment, confirm, follow());
  expect(names()).toEqual(['sending', 'leaving']);
  expect(left).toEqual(['https://bank.example']);
});

it('that is processing is read until it is known how it ends', async () => {
  const confirm = async (): Promise<PaymentState> => ({ state: 'processing' });
  const declined = { ...open, problem: 'declined' } as const;
  await confirmPayment(payment, confirm, follow({ state: 'processing' }, undefined, declined));
  expect(names()).toEqual(['sending', 'processing', 'processing', 'ready']);
});

it('without an answer is read and never sent again', async () => {
  const confirm = vi.fn(async (): Promise<PaymentState> => {
    throw new TypeError('no answer');
  });
  await confirmPayment(payment, confirm, follow(undefined, { state: 'succeeded' }));
  expect(steps).toEqual([
    { step: 'sending', payment, isUnsure: false },
    { step: 'sending', payment, isUnsure: true },
    { step: 'succeeded' },
  ]);
  expect(confirm).toHaveBeenCalledTimes(1);
});
