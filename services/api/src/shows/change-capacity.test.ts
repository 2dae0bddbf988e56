import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { AwsCall } from '../answered-aws.fixture.ts';
import { hamlet } from '../hamlet.fixture.ts';
import { showsWith } from './showing.fixture.ts';

const show = { ...hamlet, buckets: 1 };
const shard = { bucketKey: `${hamlet.showId}#0`, available: 100, sold: 0, revenue: 0 };

const answer = ({ command }: AwsCall): object => {
  if (command === 'GetItemCommand') return { Item: show };
  return command === 'BatchGetItemCommand' ? { Responses: { stock: [shard] } } : {};
};

/** `PATCH` of the capacity, with some calls to DynamoDB answered otherwise. */
async function changeCapacity(otherwise: (call: AwsCall) => object | undefined) {
  const { send } = await showsWith(
    (call) => otherwise(call) ?? answer(call),
    {},
    { random: () => 0 },
  );
  const path = { showId: hamlet.showId };
  return send('PATCH /v1/shows/{showId}', { capacity: hamlet.capacity + 40 }, { path });
}

const failWith = (failing: string, error: Error) => (call: AwsCall) => {
  if (call.command === failing) throw error;
  return undefined;
};

const named = (name: string): Error => Object.assign(new Error('x'), { name });
const cancelled = (...codes: string[]): Error =>
  new TransactionCanceledException({
    message: 'x',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

const calls = ['GetItemCommand', 'BatchGetItemCommand', 'TransactWriteItemsCommand'];
const failures = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalFailure',
  'ServiceUnavailable',
  'TransactionInProgressException',
  'TransactionConflictException',
  'IdempotentParameterMismatchException',
  'ValidationException',
  'ResourceNotFoundException',
  'TimeoutError',
  'ECONNRESET',
  'SyntaxError',
  // An endpoint whose answer the SDK does not recognise.
  'TransactionCanceledException',
].flatMap((name) => calls.map((call): [string, string, Error] => [name, call, named(name)]));
const cancellations = [
  [],
  ['None'],
  ['None', 'ThrottlingError'],
  ['None', 'ProvisionedThroughputExceeded'],
  ['None', 'TransactionConflict'],
  ['TransactionConflict', 'ConditionalCheckFailed'],
  ['None', 'ConditionalCheckFailed'],
  ['ConditionalCheckFailed', 'None'],
  ['None', 'ValidationError'],
  ['None', 'ItemCollectionSizeLimitExceeded'],
  ['None', 'DuplicateItem'],
  ['None', 'AccessDenied'],
].map((codes): [string, string, Error] => [
  `a cancellation by [${codes.join(', ')}]`,
  'TransactWriteItemsCommand',
  cancelled(...codes),
]);

describe('a change of the capacity', () => {
  it('is answered with the changed show', async () => {
    expect(await changeCapacity(() => undefined)).toMatchObject({ status: 200 });
  });

  it.each([...failures, ...cancellations])(
    'is 503 with Retry-After, never INTERNAL, after %s of %s',
    async (_, failing, error) => {
      expect(await changeCapacity(failWith(failing, error))).toMatchObject({
        status: 503,
        headers: { 'retry-after': '1' },
        json: { code: 'STORE_UNAVAILABLE' },
      });
    },
  );

  const noStock = { Responses: { stock: [] } };

  it('is 404 if the show was removed after it was read', async () => {
    let reads = 0;
    const answered = await changeCapacity(({ command }) => {
      if (command === 'BatchGetItemCommand') return noStock;
      if (command === 'GetItemCommand' && ++reads > 1) return {};
      return undefined;
    });
    expect(answered).toMatchObject({ status: 404, json: { code: 'SHOW_NOT_FOUND' } });
  });

  it('is 500 with a code of its own if a stock shard is missing', async () => {
    const answered = await changeCapacity(({ command }) =>
      command === 'BatchGetItemCommand' ? noStock : undefined,
    );
    expect(answered).toMatchObject({ status: 500, json: { code: 'RECORD_UNREADABLE' } });
  });
});
