import { CommandError, UsageError } from '@willcall/cli';
import { ConfigurationError } from '@willcall/lambda';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { expect, test } from 'vitest';
import { BadSettingError, PortTakenError } from '../aws/local-aws-error.ts';
import { explain } from './explain.ts';

const makeError = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });
const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });

test.each<[string, Error, string, string]>([
  [
    'the local AWS',
    new PortTakenError(3000),
    'PORT_TAKEN',
    'Port 3000 on 127.0.0.1 is already in use. Stop the process that uses it, or set PORT to another port; a second stack also needs a state folder of its own: PORT=3001 WILLCALL_STATE=.willcall-2 npm start.',
  ],
  [
    'a missing show',
    new StoreError('SHOW_UNKNOWN', 'There is no show macbeth'),
    'SHOW_UNKNOWN',
    'There is no show macbeth.',
  ],
  [
    'an unreachable table',
    new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not read the show', {
      cause: makeError('TimeoutError', ''),
    }),
    'STORE_UNAVAILABLE',
    'DynamoDB did not read the show: it cannot be reached (TimeoutError). Check the network, AWS_REGION and AWS_ENDPOINT_URL, then try again.',
  ],
  [
    'an unreachable queue',
    new MessagingError('SQS did not return messages', { cause: refused }),
    'QUEUE_UNAVAILABLE',
    'SQS did not return messages: it cannot be reached (ECONNREFUSED). Check the network, AWS_REGION and AWS_ENDPOINT_URL, then try again.',
  ],
  [
    'a request that AWS rejects',
    makeError('InvalidEventPatternException', 'Event pattern is not valid.\n  Reason: x', {
      $metadata: {},
    }),
    'FAILED',
    'Event pattern is not valid. Reason: x.',
  ],
  [
    'missing credentials',
    makeError('CredentialsProviderError', 'Could not load credentials'),
    'FAILED',
    'AWS is not configured: the AWS SDK found no credentials. Sign in, for example with aws sso login, or set AWS_PROFILE.',
  ],
  [
    'any other AWS call',
    makeError('InternalError', 'no', { $metadata: {} }),
    'FAILED',
    'The AWS request failed: no. Try again.',
  ],
])('explains %s with one sentence and a code', (_, error, code, message) => {
  const explained = explain(error);
  expect(explained).toBeInstanceOf(CommandError);
  expect(explained).toMatchObject({ code, message, cause: error, exitCode: 1 });
});

test.each<[string, string]>([
  ['CredentialsProviderError', 'the AWS SDK found no credentials. Sign in, '],
  ['ExpiredTokenException', 'the credentials have expired. Sign in again.'],
  ['UnrecognizedClientException', 'AWS does not accept the credentials. Check '],
  ['AccessDeniedException', 'the credentials lack a permission (said by AWS). Use '],
  ['ResourceNotFoundException', 'it does not exist there (said by AWS). Check the names '],
  ['ProvisionedThroughputExceededException', 'AWS limits the rate of requests. Try again '],
  ['TimeoutError', 'it cannot be reached (said by AWS). Check the network, '],
  ['Error', 'said by AWS. Try again.'],
])('a stage that answers %s gets a cause and a remedy', (name, expected) => {
  const cause = makeError(name, 'said by AWS.');
  const error = new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not read', { cause });
  expect(explain(error)).toMatchObject({
    message: expect.stringContaining(`DynamoDB did not read: ${expected}`),
  });
});

test.each([
  new BadSettingError('PORT=x is not a port.'),
  new ConfigurationError('Missing or invalid environment variables: SHOWS_TABLE'),
])('a wrong setting is wrong usage: %s', (error) => {
  expect(explain(error)).toMatchObject({ exitCode: 2, message: expect.stringMatching(/\.$/) });
});

test.each([new TypeError('x is undefined'), new UsageError('Name a show.'), 'a text', undefined])(
  'does not change %s',
  (error) => {
    expect(explain(error)).toBe(error);
  },
);
