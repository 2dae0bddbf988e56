import type { IncomingHttpHeaders } from 'node:http';
import type { Keys } from '../keys.ts';
import type { OperationName } from '../operations/operation-name.ts';
import type { FormObject } from './form.ts';
import { StripeFailure } from './stripe-failure.ts';

/** What a page may do, which has the publishable key and the client secret of one payment. */
const PUBLIC: ReadonlySet<OperationName> = new Set([
  'paymentIntents.retrieve',
  'paymentIntents.confirm',
]);

/**
 * Checks the API key of a request: in the header, as a bearer token or a user name, or in the parameter
 * `key`, as pages send it. Returns the parameters without the key.
 * Source: https://docs.stripe.com/api/authentication
 *
 * @throws StripeFailure 401, or 403 if the key does not allow the operation
 */
export const checkApiKey = (
  keys: Keys,
  operation: OperationName,
  { authorization }: IncomingHttpHeaders,
  { key: parameter, ...parameters }: FormObject,
): FormObject => {
  const key = readHeader(authorization) ?? (typeof parameter === 'string' ? parameter : undefined);
  if (key === undefined) {
    throw new StripeFailure(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
    );
  }
  if (key === keys.secretKey) return parameters;
  if (key !== keys.publishableKey) {
    throw new StripeFailure(401, `Invalid API Key provided: ${hide(key)}`);
  }
  if (!PUBLIC.has(operation)) {
    throw new StripeFailure(
      403,
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      { code: 'secret_key_required' },
    );
  }
  if (parameters.client_secret === undefined) {
    throw new StripeFailure(400, 'Missing required param: client_secret.', {
      code: 'parameter_missing',
      param: 'client_secret',
    });
  }
  return parameters;
};

const readHeader = (header: string | undefined): string | undefined => {
  const [, scheme, value] = /^(bearer|basic) +(\S+)$/i.exec(header ?? '') ?? [];
  if (value === undefined) return undefined;
  return scheme?.toLowerCase() === 'bearer'
    ? value
    : Buffer.from(value, 'base64').toString().split(':')[0];
};

/** Stripe shows the kind of a key and its last characters. */
const hide = (key: string): string => {
  const [kind = ''] = /^[sprk]{2}_(test|live)_/.exec(key) ?? [];
  return `${kind}${'*'.repeat(12)}${kind === '' ? '' : key.slice(-4)}`;
};
