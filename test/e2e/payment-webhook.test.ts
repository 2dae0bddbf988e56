import { randomUUID } from 'node:crypto';
import { writePaymentKeys } from '@willcall/localstack';
import Stripe from 'stripe';
import { beforeEach, describe, expect, it } from 'vitest';
import { queueThrottled } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { capturePrintedLines } from '../support/http/printed-lines.ts';
import { openPayingSale } from '../support/payments/paying-sale.ts';
import { openPayments } from '../support/payments/payment-requests.ts';

const SECRET = 'whsec_of_the_test';
const MAX_BYTES = 256 * 1_024;

const printed = capturePrintedLines();
const faults = createFaultInjector();
const sale = await openPayingSale();
const { local, payments, clock } = sale;
const { secretKey, publishableKey } = local;
await writePaymentKeys(payments.keysFile, {
  ...{ secretKey, publishableKey },
  webhookSecrets: ['whsec_that_is_replaced', SECRET],
});
const { hear } = openPayments(sale, { sqsPlugins: [faults.plugin] });
const queue = openFifoQueue(sale.resources.queues.payments);

const order = { stage: 'test', purchaseId: 'P'.repeat(32), userId: 'ana' };

/** The body of an event as Stripe sends it, with something personal in it. */
const makeBody = (type: string, object: object, more: object = {}): string =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    data: { object: { billing_details: { email: 'jane@example.org' }, ...object } },
    ...more,
  });

const sign = (payload: string, secret = SECRET, secondsAgo = 0): string =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(clock().getTime() / 1_000) - secondsAgo,
  });

const hearSigned = (body: string) => hear(body, sign(body));

const readTasks = async () =>
  (await queue.drain()).map(({ body, group }) => ({ task: JSON.parse(body), group }));

const paid = (metadata: object = order) =>
  makeBody('payment_intent.succeeded', { id: 'pi_1', metadata });

beforeEach(async () => {
  await queue.drain();
  printed.clear();
});

describe('a webhook', () => {
  it('about a payment queues a look at its purchase, and only ids', async () => {
    expect(await hearSigned(paid())).toMatchObject({ status: 200, body: { received: true } });
    expect(await readTasks()).toEqual([
      {
        group: order.purchaseId,
        task: {
          version: 1,
          purchase: { userId: 'ana', purchaseId: order.purchaseId },
          intent: 'pi_1',
          correlationId: expect.any(String),
        },
      },
    ]);
    expect(printed.lines().join('\n')).not.toContain('jane@example.org');
  });

  it('about a refund or a dispute queues a look at the intent', async () => {
    const object = { payment_intent: 'pi_2', metadata: {} };
    await hearSigned(makeBody('refund.failed', object));
    await hearSigned(makeBody('charge.dispute.created', object));
    const seen = await readTasks();
    expect(seen).toHaveLength(2);
    for (const { task, group } of seen) {
      expect(group).toBe('pi_2');
      expect(task).toMatchObject({ intent: 'pi_2' });
      expect(task).not.toHaveProperty('purchase');
    }
  });

  it('that comes twice is queued once', async () => {
    const body = paid();
    expect(await hearSigned(body)).toMatchObject({ status: 200 });
    expect(await hearSigned(body)).toMatchObject({ status: 200 });
    expect(await readTasks()).toHaveLength(1);
  });

  it.each([
    ['of another stage', paid({ ...order, stage: 'other' })],
    ['of a type that changes nothing', makeBody('customer.created', {})],
    ['about an intent that nobody pays', makeBody('payment_intent.created', { id: 'pi_1' })],
  ])('%s is received, and nothing is queued', async (_, body) => {
    expect(await hearSigned(body)).toMatchObject({ status: 200 });
    expect(await readTasks()).toEqual([]);
  });

  it('is 503 when it cannot be queued, so that it comes again', async () => {
    faults.before('SendMessageCommand', queueThrottled);
    expect(await hearSigned(paid())).toMatchObject({
      status: 503,
      headers: { 'retry-after': expect.any(String) },
      body: { code: 'QUEUES_UNAVAILABLE' },
    });
    faults.assertAllUsed();
  });

  it('is 503 while the keys cannot be read', async () => {
    const blind = openPayments(sale, {}, { PAYMENT_KEYS_FILE: '/none' });
    expect(await blind.hear(paid(), sign(paid()))).toMatchObject({
      ...{ status: 503, body: { code: 'PROVIDER_UNAVAILABLE' } },
    });
  });

  it('has at most 256 KiB', async () => {
    const empty = makeBody('customer.created', {}, { id: 'evt_1', filler: '' });
    const fill = (bytes: number) =>
      makeBody('customer.created', {}, { id: 'evt_1', filler: 'x'.repeat(bytes) });
    const room = MAX_BYTES - Buffer.byteLength(empty);
    expect(await hearSigned(fill(room))).toMatchObject({ status: 200 });
    expect(await hearSigned(fill(room + 1))).toMatchObject({
      ...{ status: 413, body: { code: 'WEBHOOK_TOO_LARGE' } },
    });
  });
});

describe('a signature', () => {
  const countFailed = () =>
    printed.objects().filter((line) => line.WebhookSignaturesFailed === 1).length;

  it.each([
    ['is missing', () => undefined],
    ['is by another secret', (body: string) => sign(body, 'whsec_other')],
    ['is of other bytes', (body: string) => sign(`${body}\n`)],
    ['is older than five minutes', (body: string) => sign(body, SECRET, 302)],
  ])('that %s is 400, and counted', async (_, makeSignature) => {
    const body = paid();
    expect(await hear(body, makeSignature(body))).toMatchObject({
      ...{ status: 400, body: { code: 'INVALID_SIGNATURE' } },
    });
    expect(await readTasks()).toEqual([]);
    expect(countFailed()).toBe(1);
  });

  it('by either secret is good while one is replaced', async () => {
    for (const secret of [SECRET, 'whsec_that_is_replaced']) {
      const body = paid();
      expect(await hear(body, sign(body, secret))).toMatchObject({ status: 200 });
    }
    expect(await readTasks()).toHaveLength(2);
    expect(countFailed()).toBe(0);
  });

  it('is never good on a stage that takes no payments, and alarms nobody', async () => {
    const closed = openPayments(sale, {}, { PAYMENTS: 'OFF' });
    const body = paid();
    expect(await closed.hear(body, sign(body))).toMatchObject({ status: 400 });
    expect(countFailed()).toBe(0);
  });
});
