import { expect, it } from 'vitest';
import { type PaymentProblem, readIntent } from './payment-state.ts';

it.each(['succeeded', 'processing', 'canceled'])('an intent that is %s is so', (status) => {
  expect(readIntent({ status })).toEqual({ state: status });
});

it.each(['requires_payment_method', 'requires_confirmation', 'something_new'])(
  'an intent with the status %s can be paid',
  (status) => {
    expect(readIntent({ status, last_payment_error: null })).toEqual({ state: 'open' });
  },
);

it('an intent that needs the buyer says where, if it is a page', () => {
  const url = 'https://bank.example';
  const next_action = { redirect_to_url: { url } };
  expect(readIntent({ status: 'requires_action', next_action })).toEqual({
    state: 'authenticate',
    url,
  });
  const inFrame = { status: 'requires_action', next_action: { redirect_to_url: null } };
  expect(readIntent(inFrame)).toEqual({ state: 'authenticate' });
});

it.each<[string, string | undefined, PaymentProblem]>([
  ['card_declined', 'insufficient_funds', 'insufficient-funds'],
  ['expired_card', 'expired_card', 'expired-card'],
  ['incorrect_cvc', undefined, 'incorrect-cvc'],
  ['processing_error', 'processing_error', 'processing-error'],
  ['payment_intent_authentication_failure', undefined, 'not-authenticated'],
  ['card_declined', 'generic_decline', 'declined'],
  // Whoever has found a card must not learn that its owner knows.
  ['card_declined', 'lost_card', 'declined'],
  ['card_declined', 'stolen_card', 'declined'],
])('after the error %s, %s the problem is %s', (code, decline_code, problem) => {
  const intent = { status: 'requires_payment_method', last_payment_error: { code, decline_code } };
  expect(readIntent(intent)).toEqual({ state: 'open', problem });
});
