import { WillcallError } from '@willcall/client';
import { expect, it, vi } from 'vitest';
import { type Delay, explainDelay } from './start-payment.ts';

vi.mock('../api/willcall.ts', () => ({ purchases: {} }));

const answer = (status?: number) =>
  new WillcallError('refused', { code: 'X', retryable: false, ...(status && { status }) });

it.each<[string, unknown, Delay | undefined]>([
  ['no answer', answer(), 'no-answer'],
  ['an error of the browser', new TypeError('offline'), 'no-answer'],
  ['a token that has expired', answer(401), 'no-answer'],
  ['more buyers than the provider allows', answer(429), 'many-pay'],
  ['a provider that is away', answer(503), 'provider-away'],
  ['a purchase that is not held', answer(409), undefined],
  ['a purchase that is erased', answer(410), undefined],
])('%s', (_, error, delay) => {
  expect(explainDelay(error)).toBe(delay);
});
