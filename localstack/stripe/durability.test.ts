import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findListeners } from '../testing/listeners.ts';
import { createTemporaryFolder, waitFor } from '../testing/provided.ts';
import {
  createClient,
  createIntent,
  pay,
  startReceiver,
  startTestStripe,
} from './local-stripe.fixture.ts';
import { startLocalStripe } from './start-local-stripe.ts';
import { startStripeProcess } from './start-stripe-process.ts';

const startProcess = async (folder: string) => {
  const child = await startStripeProcess({ folder, requestsPerSecond: 10_000 });
  onTestFinished(child.stop);
  return { child, stripe: createClient(child.endpoint, child.secretKey) };
};

const kill = async ({ pid, unexpectedEnd }: Awaited<ReturnType<typeof startStripeProcess>>) => {
  process.kill(pid, 'SIGKILL');
  await unexpectedEnd;
};

test('kill -9 loses nothing that was answered, and an idempotency key still has its answer', async () => {
  const folder = await createTemporaryFolder();
  const before = await startProcess(folder);
  const paid = await pay(before.stripe);
  const refund = await before.stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
  const key = { idempotencyKey: 'purchase-1' };
  const params = { amount: 3_000, currency: 'usd' };
  const answered: string[] = [];
  const sending = (async () => {
    for (;;) answered.unshift((await createIntent(before.stripe)).id);
  })().catch(() => undefined);
  const first = await before.stripe.paymentIntents.create(params, key);
  await waitFor(() => expect(answered.length).toBeGreaterThan(3));
  await kill(before.child);
  await sending;
  const { stripe, child } = await startProcess(folder);
  expect(child.secretKey).toBe(before.child.secretKey);
  expect(await stripe.paymentIntents.retrieve(paid.id)).toEqual(paid);
  expect(await stripe.refunds.retrieve(refund.id)).toEqual(refund);
  expect((await stripe.paymentIntents.create(params, key)).id).toBe(first.id);
  for (const id of answered) {
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
  }
});

test('webhooks and steps that kill -9 left are carried out after the start', async () => {
  const folder = await createTemporaryFolder();
  let isUp = false;
  const receiver = await startReceiver(() => (isUp ? 200 : 500));
  const before = await startProcess(folder);
  await before.stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ['payment_intent.processing', 'payment_intent.succeeded'],
  });
  const { id } = await pay(before.stripe, 'pm_card_processing');
  await receiver.waitForCount(1);
  await kill(before.child);
  isUp = true;
  const { stripe } = await startProcess(folder);
  await waitFor(() => expect(receiver.types()).toContain('payment_intent.succeeded'));
  expect((await stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
  await waitFor(async () => {
    const { data } = await stripe.events.list();
    expect(data.map(({ pending_webhooks }) => pending_webhooks)).not.toContain(1);
  });
});

test('it listens on 127.0.0.1 alone, and only its owner can read its files', async () => {
  const { local, folder } = await startTestStripe();
  const listeners = findListeners(Number(new URL(local.endpoint).port));
  expect(new Set(listeners)).toEqual(new Set(['loopback']));
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await modeOf(folder)).toBe('700');
  for (const file of ['keys.json', 'stripe.db', 'stripe.db-wal']) {
    expect(await modeOf(join(folder, file))).toBe('600');
  }
});

test.each([
  ['keys.json', /Delete the file to make new keys/],
  ['stripe.db', /is damaged/],
])('a damaged %s is named, with what to do', async (file, sentence) => {
  const folder = await createTemporaryFolder();
  await writeFile(join(folder, file), 'no longer what it was '.repeat(100));
  await expect(startLocalStripe({ folder })).rejects.toThrow(sentence);
  await expect(startStripeProcess({ folder })).rejects.toThrow(sentence);
});
