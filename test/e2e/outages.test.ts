import { afterEach, describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import {
  connectionRefused,
  internalServerError,
  queueThrottled,
  requestTimeout,
  throttling,
  throughputExceeded,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import type { Call } from '../support/faults/fault-rule.ts';
import { purchaseBody, showBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { holdCalls } from '../support/http/held-calls.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';

const key = { 'idempotency-key': 'through the storm' };

const faults = createFaultInjector();
const counter = createCallCounter();
const office = await openBoxOffice({
  seams: { sqsPlugins: [counter.plugin, faults.plugin], dynamodbPlugins: [faults.plugin] },
  env: { REDELIVERY_BASE_SECONDS: '0' },
});

const queue = openStageQueue(office.stage.resources.queues.purchases);

/** No test leaves a fault, or a message to redeliver, to the next one. */
afterEach(async () => {
  faults.assertAllUsed();
  await queue.untilEmpty();
});

/**
 * `accept` reads its copy of a show with eventual consistency. The worker reads the show
 * consistently.
 */
const readsShow =
  (consistent: boolean) =>
  ({ commandName, input }: Call): boolean => {
    const asked = input as { TableName?: string; ConsistentRead?: boolean };
    return (
      commandName === 'GetItemCommand' &&
      asked.TableName?.endsWith('-shows') === true &&
      asked.ConsistentRead === consistent
    );
  };

const isPurchaseRead = ({ commandName, input }: Call): boolean =>
  commandName === 'GetItemCommand' &&
  (input as { TableName?: string }).TableName?.endsWith('-purchases') === true;

describe('an unreachable queue', () => {
  it.each([
    ['does not exist', connectionRefused],
    ['throttles', queueThrottled],
    ['does not answer', requestTimeout],
  ])('that %s returns 503 with Retry-After and the key', async (_, error) => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    faults.before('SendMessageCommand', error);

    const answer = await ana.post(purchaseBody({ showId }), key);
    faults.assertAllUsed();
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1', ...key },
      body: { code: 'QUEUE_UNAVAILABLE', status: 503 },
    });
    expect(answer.headers).not.toHaveProperty('location');

    // The same key buys once.
    expect(await ana.buy(purchaseBody({ showId }), key)).toMatchObject({ status: 'CONFIRMED' });
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 1 });
  });

  it('whose reply was lost has the purchase: a retry with the same key makes no second one', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    faults.after('SendMessageCommand', requestTimeout, 2);

    const body = purchaseBody({ showId, quantity: 2 });
    expect(await ana.post(body, key)).toMatchObject({ status: 503, headers: key });
    expect(await ana.post(body, key)).toMatchObject({ status: 503, headers: key });
    expect(await ana.buy(body, key)).toMatchObject({ status: 'CONFIRMED' });
    await queue.untilEmpty();
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 2 });
  });

  it('for one attempt is invisible: the SDK retries and sends no second purchase', async () => {
    counter.reset();
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    faults.after('SendMessageCommand', requestTimeout, { beneathRetries: true });

    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    faults.assertAllUsed();
    expect(counter.calls()).toEqual({ SendMessageCommand: 1 });
    expect(counter.attempts()).toEqual({ SendMessageCommand: 2 });
    await queue.untilEmpty();
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 1 });
  });

  it('does not stop buyers from reading decisions', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId }));
    await ana.decided(location);
    faults.before('SendMessageCommand', connectionRefused);

    expect(await ana.post(purchaseBody({ showId }))).toMatchObject({ status: 503 });
    expect(await ana.get(location)).toMatchObject({ status: 200, body: { status: 'CONFIRMED' } });
  });
});

describe('an unreachable table while a purchase is accepted', () => {
  it.each([
    ['throttled', throttling],
    ['refused', connectionRefused],
    ['unanswered', requestTimeout],
    ['failed', internalServerError],
  ])('causes no refusal when the read of the show is %s: 202, and sold', async (_, error) => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    faults.before(readsShow(false), error);

    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    faults.assertAllUsed();
  });

  it('causes no wait when the read of the show hangs: 202, and sold', async () => {
    const slow = holdCalls(readsShow(false));
    const hasty = await openBoxOffice({
      seams: { dynamodbPlugins: [slow.plugin] },
      env: { READ_PATIENCE_MS: '150' },
    });
    const { showId } = await hasty.makeShow();
    const ana = await hasty.buyer();

    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    expect(slow.held()).toBe(1);
  });

  it('leaves the check to the worker: without a copy, the worker rejects a sale that is not open', async () => {
    const { showId } = await office.makeShow({ saleOpensAt: '2098-01-01T00:00:00Z' });
    const ana = await office.buyer();
    faults.before(readsShow(false), throttling);

    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({
      status: 'REJECTED',
      reason: 'SALE_NOT_OPEN',
    });
  });
});

describe('an unreachable table while a purchase is decided', () => {
  const throttled = () => transactionCanceled(['None', 'ThrottlingError', 'None']);
  const SELL = 'TransactWriteItemsCommand';

  it.each([
    ['the show cannot be read', 'before', readsShow(true), throughputExceeded],
    ['the sale is throttled', 'before', SELL, throttling],
    ['the sale is cancelled by a throttle', 'before', SELL, throttled],
    ['the sale gets no answer', 'before', SELL, requestTimeout],
    ['the sale is done and its reply is lost', 'after', SELL, requestTimeout],
    ['the sale is done and answered with 500', 'after', SELL, internalServerError],
  ] as const)(
    '(%s, three times) delays the decision and never causes SOLD_OUT, down to the last ticket',
    async (_, moment, call, error) => {
      // The full capacity: counting any ticket twice would reject it.
      const { showId } = await office.makeShow({ capacity: 4 });
      const ana = await office.buyer();
      const times = moment === 'before' ? 3 : 1;
      faults[moment](call, error, times);

      const purchase = await ana.buy(purchaseBody({ showId, quantity: 4 }));
      faults.assertAllUsed();
      expect(purchase).toMatchObject({ status: 'CONFIRMED', quantity: 4 });
      await queue.untilEmpty();
      expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 4, available: 0 });
    },
  );

  it.each([
    ['the read of the stock fails', 'BatchGetItemCommand'],
    ['the refusal cannot be recorded', 'PutItemCommand'],
  ])('(%s) delays a rejection too, until it follows a read and is recorded', async (_, command) => {
    const { showId } = await office.makeShow({ capacity: 1 });
    const ana = await office.buyer();
    faults.before(command, throttling, 2);

    expect(await ana.buy(purchaseBody({ showId, quantity: 2 }))).toMatchObject({
      status: 'REJECTED',
      reason: 'SOLD_OUT',
    });
    faults.assertAllUsed();
    expect(await office.audit(showId)).toMatchObject({ holds: true, available: 1 });
  });

  it('comes back after the delay that the worker set, not after the queue’s visibility timeout', async () => {
    const later = await openBoxOffice({
      seams: { dynamodbPlugins: [faults.plugin] },
      env: { REDELIVERY_BASE_SECONDS: '1' },
    });
    const { showId } = await later.makeShow();
    const ana = await later.buyer();
    faults.before(SELL, throttling);

    const { status, requestedAt, decidedAt } = await ana.buy(purchaseBody({ showId }));
    expect(status).toBe('CONFIRMED');
    expect(Date.parse(decidedAt) - Date.parse(requestedAt)).toBeGreaterThanOrEqual(900);
  });
});

describe('an unreachable table while something is read', () => {
  const QUERY = 'QueryCommand';
  const READ = 'GetItemCommand';

  it.each([
    ['GET', '/v1/shows', QUERY],
    ['GET', '/v1/shows', READ],
    ['GET', '/v1/shows/{showId}', READ],
    ['GET', '/v1/shows/{showId}', 'BatchGetItemCommand'],
    ['GET', '/v1/shows/{showId}/sales', READ],
    ['GET', '/v1/sales', 'BatchGetItemCommand'],
    ['POST', '/v1/shows', 'TransactWriteItemsCommand'],
  ])(
    '%s %s returns 503 STORE_UNAVAILABLE with Retry-After when %s fails',
    async (method, path, call) => {
      const { showId } = await office.makeShow();
      faults.before(call, throttling);

      const answer = await office.send({
        method,
        path: path.replace('{showId}', showId),
        token: office.adminToken,
        ...(method === 'POST' && { body: showBody() }),
      });
      faults.assertAllUsed();
      expect(answer).toMatchObject({
        status: 503,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
        body: { code: 'STORE_UNAVAILABLE', status: 503 },
      });
    },
  );

  it('makes GET of a purchase return 503 STORE_UNAVAILABLE, and later its decision', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId }));
    const decided = await ana.decided(location);
    faults.before(isPurchaseRead, requestTimeout);

    expect(await ana.get(location)).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
      body: { code: 'STORE_UNAVAILABLE', status: 503 },
    });
    faults.assertAllUsed();
    expect(await ana.decided(location)).toEqual(decided);
  });
});
