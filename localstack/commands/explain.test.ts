import { CommandError, UsageError } from '@willcall/cli';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { expect, test } from 'vitest';
import { PortTakenError } from '../aws/local-aws-error.ts';
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
    'DynamoDB did not read the show (TimeoutError). Try again.',
  ],
  [
    'an unreachable queue',
    new MessagingError('SQS did not return messages', { cause: refused }),
    'QUEUE_UNAVAILABLE',
    'The AWS request failed: ECONNREFUSED.',
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
    'AWS is not configured: Could not load credentials.',
  ],
  [
    'any other AWS call',
    makeError('InternalError', 'no', { $metadata: {} }),
    'FAILED',
    'The AWS request failed: no.',
  ],
])('explains %s with one sentence and a code', (_, error, code, message) => {
  const explained = explain(error);
  expect(explained).toBeInstanceOf(CommandError);
  expect(explained).toMatchObject({ code, message, cause: error, exitCode: 1 });
});

test.each([new TypeError('x is undefined'), new UsageError('Name a show.'), 'a text', undefined])(
  'does not change %s',
  (error) => {
    expect(explain(error)).toBe(error);
  },
);
