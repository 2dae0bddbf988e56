import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { withinTime } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { openStore, type StoreConnection, sendConditional } from './open-store.ts';

const conflict = () =>
  new TransactionConflictException({
    message: 'Transaction is ongoing for the item',
    $metadata: { httpStatusCode: 400 },
  });

type Answer = (attempt: number) => object;

/** A store whose calls are answered by the test, and whose time passes only while it waits. */
function openAnswered(answer: Answer) {
  let now = 0;
  const pauses: number[] = [];
  let calls = 0;
  const plugin: NonNullable<StoreConnection['plugins']>[number] = {
    applyToStack: (stack) =>
      stack.add(
        () => async () => {
          calls += 1;
          return { output: { $metadata: {}, ...answer(calls) }, response: undefined };
        },
        { step: 'build', priority: 'low', name: 'answeredByTheTest' },
      ),
  };
  const { documents } = openStore(
    { shows: 'shows' },
    {
      client: { region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      plugins: [plugin],
      seams: {
        random: () => 1,
        clock: () => now,
        wait: async (milliseconds) => {
          now += milliseconds;
          pauses.push(milliseconds);
        },
      },
    },
  );
  return { documents, pauses, calls: () => calls, elapsed: () => now };
}

const throwConflict = (): never => {
  throw conflict();
};
const Key = { showId: 'hamlet' };
const put = () => new PutCommand({ TableName: 'shows', Item: Key });
const writes = [
  ['put', put],
  [
    'update, also one that adds to a number',
    () => new UpdateCommand({ TableName: 'shows', Key, UpdateExpression: 'ADD returns :one' }),
  ],
  ['delete', () => new DeleteCommand({ TableName: 'shows', Key })],
] as const;

describe('a write of one item that a transaction holds', () => {
  it.each(writes)('is retried with growing delays until it succeeds: a %s', async (_, write) => {
    const store = openAnswered((attempt) => (attempt < 4 ? throwConflict() : {}));
    const command: PutCommand = Object(write());
    await store.documents.send(command);
    expect(store.calls()).toBe(4);
    expect(store.pauses).toEqual([10, 20, 40]);
  });

  it('fails as unavailable after three seconds', async () => {
    const store = openAnswered(throwConflict);
    const sent = sendConditional('remove the show', store.documents.send(put()));
    await expect(sent).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: { name: 'TransactionConflictException' },
    });
    expect(store.elapsed()).toBeGreaterThanOrEqual(3_000);
    expect(store.elapsed()).toBeLessThan(3_300 + 1);
  });

  it.each([
    ['a second before the function’s timeout', 1_500, 500],
    ['at once if no second is left', 900, 0],
  ])('fails %s', async (_, leftMs, retriedMs) => {
    const store = openAnswered(throwConflict);
    const sent = withinTime(
      () => leftMs - store.elapsed(),
      () => store.documents.send(put()),
    );
    await expect(sent).rejects.toThrow('Transaction is ongoing for the item');
    expect(store.elapsed()).toBeGreaterThanOrEqual(retriedMs);
    expect(store.elapsed()).toBeLessThanOrEqual(retriedMs + 300);
  });

  it('is not retried for another error', async () => {
    const store = openAnswered(() => {
      throw new Error('throttled');
    });
    await expect(store.documents.send(put())).rejects.toThrow('throttled');
    expect(store.calls()).toBe(1);
  });
});

it.each([
  ['a transaction', new TransactWriteCommand({ TransactItems: [] })],
  ['a read', new GetCommand({ TableName: 'shows', Key })],
])('%s is not retried here: its caller reads or plans again', async (_, call) => {
  const store = openAnswered(throwConflict);
  const command: GetCommand = Object(call);
  await expect(store.documents.send(command)).rejects.toThrow();
  expect(store.calls()).toBe(1);
});
