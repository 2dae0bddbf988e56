import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { expect, it } from 'vitest';
import { WorkerError } from '../errors.ts';
import { makeDeadLetter } from './dead-letter.fixture.ts';
import { isPermanent, wholeMessage } from './give-up.ts';

const named = (name: string) => Object.assign(new Error(name), { name });
const unavailable = (cause?: Error) => new StoreError('STORE_UNAVAILABLE', 'no', { cause });

it.each([
  ['an invalid message', new WorkerError('INVALID_MESSAGE', 'no')],
  ['a request that DynamoDB rejects as invalid', unavailable(named('ValidationException'))],
])('%s is permanent', (_, error) => {
  expect(isPermanent(error)).toBe(true);
});

it.each([
  ['a show that cannot be read until it is repaired', new StoreError('RECORD_UNREADABLE', 'no')],
  ['a missing stock shard', new StoreError('STOCK_MISSING', 'no')],
  ['an unavailable table', unavailable()],
  ['a throttle', unavailable(named('ThrottlingException'))],
  ['a missing permission', unavailable(named('AccessDeniedException'))],
  ['a missing table', unavailable(named('ResourceNotFoundException'))],
  ['a cancelled transaction', unavailable(named('TransactionCanceledException'))],
  ['too many conflicts', new WorkerError('CONTENDED', 'no')],
  ['an earlier failure of the group', new WorkerError('BEHIND_A_FAILURE', 'no')],
  ['an unavailable queue', new MessagingError('no')],
  ['a bug', new TypeError('undefined is not a function')],
  ['a value that is not an error', 'no'],
  ['nothing', undefined],
])('%s may pass', (_, error) => {
  expect(isPermanent(error)).toBe(false);
});

it('a message without attributes has its body and its group', () => {
  expect(wholeMessage(makeDeadLetter('no'))).toEqual({ body: 'no', group: 'a group' });
});

it('attributes and the trace are kept, binary values as bytes', () => {
  const { attributes, ...record } = makeDeadLetter('no');
  const traced = {
    ...record,
    attributes: { ...attributes, AWSTraceHeader: 'Root=1-2-3' },
    messageAttributes: {
      from: { dataType: 'String', stringValue: 'elsewhere' },
      bytes: { dataType: 'Binary.png', binaryValue: 'AAEC' },
    },
  };
  expect(wholeMessage(traced)).toEqual({
    body: 'no',
    group: 'a group',
    traceHeader: 'Root=1-2-3',
    attributes: {
      from: { DataType: 'String', StringValue: 'elsewhere' },
      bytes: { DataType: 'Binary.png', BinaryValue: Buffer.from([0, 1, 2]) },
    },
  });
});
