import Stripe from 'stripe';
import { expect, it } from 'vitest';
import { ProviderError } from '../errors.ts';
import { toProviderError } from './provider-failure.ts';

const { errors } = Stripe;

it.each([
  ['no answer', new errors.StripeConnectionError({ type: 'api_error' }), 'PROVIDER_UNAVAILABLE'],
  ['a failure of Stripe', new errors.StripeAPIError({ type: 'api_error' }), 'PROVIDER_UNAVAILABLE'],
  [
    'a wrong key',
    new errors.StripeAuthenticationError({ type: 'invalid_request_error', statusCode: 401 }),
    'PROVIDER_UNAVAILABLE',
  ],
  [
    'a key without the permission',
    new errors.StripePermissionError({ type: 'invalid_request_error', statusCode: 403 }),
    'PROVIDER_UNAVAILABLE',
  ],
  [
    'too many calls',
    new errors.StripeRateLimitError({ type: 'invalid_request_error', statusCode: 429 }),
    'RATE_LIMITED',
  ],
  [
    'an object that another call has',
    new errors.StripeInvalidRequestError({
      type: 'invalid_request_error',
      code: 'lock_timeout',
      statusCode: 429,
    }),
    'RATE_LIMITED',
  ],
  [
    'an intent that does not exist',
    new errors.StripeInvalidRequestError({
      type: 'invalid_request_error',
      code: 'resource_missing',
    }),
    'INTENT_UNKNOWN',
  ],
  [
    'a call with wrong arguments',
    new errors.StripeInvalidRequestError({ type: 'invalid_request_error' }),
    'PROVIDER_REFUSED',
  ],
  [
    'an idempotency key that is in use',
    new errors.StripeIdempotencyError({ type: 'idempotency_error', statusCode: 409 }),
    'PROVIDER_UNAVAILABLE',
  ],
  [
    'an idempotency key of another call',
    new errors.StripeIdempotencyError({ type: 'idempotency_error', statusCode: 400 }),
    'PROVIDER_REFUSED',
  ],
  ['keys that cannot be read', new Error('The payment keys file'), 'PROVIDER_UNAVAILABLE'],
  ['an error of the provider', new ProviderError('RATE_LIMITED', 'Budget'), 'RATE_LIMITED'],
])('%s: %s is %s', (_, error, code) => {
  expect(toProviderError('act', error)).toMatchObject({ code });
});

it('an error of Stripe that carries an intent loses its secret, and the words of Stripe', () => {
  const error = new errors.StripeInvalidRequestError({
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    statusCode: 400,
    requestId: 'req_1',
    message: 'Something about jane@example.org',
    payment_intent: { client_secret: 'pi_1_secret_2' },
  } as never);
  const converted = toProviderError('cancel the intent', error);
  expect(converted.message).toBe(
    'Stripe did not cancel the intent: StripeInvalidRequestError payment_intent_unexpected_state 400 req_1',
  );
  const everything = JSON.stringify(converted, Object.getOwnPropertyNames(converted));
  expect(everything).toContain('req_1');
  expect(everything).not.toMatch(/secret_2|jane/);
});
