import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../stripe/local-stripe.fixture.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { hasEndpoint, readPaymentKeys } from './payment-keys-file.ts';
import { startLocalPayments } from './start-local-payments.ts';

const GATEWAY = 'http://127.0.0.1:3000';
const WEBHOOK = `${GATEWAY}/v1/payments/webhook`;

/** Starts the payments of a stage whose gateway has this address, and returns their keys and webhook addresses. */
const start = async (folder: string, gatewayUrl = GATEWAY, isKept = true) => {
  const started = await startLocalPayments({ folder, isKept });
  onTestFinished(started.stop);
  await started.sendWebhooksTo(gatewayUrl);
  const { endpoint, keysFile } = started.payments;
  const keys = known(await readPaymentKeys(keysFile), 'keys');
  const stripe = createClient(endpoint, keys.secretKey);
  const { data } = await stripe.webhookEndpoints.list();
  return { ...started, keys, keysFile, stripe, addresses: data.map(({ url }) => url) };
};

test('keeps payments, keys and the webhook secret over a restart', async () => {
  const folder = join(await createTemporaryFolder(), 'payments');
  const before = await start(folder);
  expect(before.addresses).toEqual([WEBHOOK]);
  expect((await stat(before.keysFile)).mode & 0o777).toBe(0o600);
  const { id } = await before.stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' });
  await before.stop();
  const after = await start(folder);
  expect(after.keys).toEqual(before.keys);
  expect(after.addresses).toEqual([WEBHOOK]);
  expect(await after.stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 2_000 });
});

test('has keys for the functions before the address of the gateway is known', async () => {
  const folder = join(await createTemporaryFolder(), 'payments');
  const { payments, stop } = await startLocalPayments({ folder, isKept: true });
  onTestFinished(stop);
  const keys = known(await readPaymentKeys(payments.keysFile), 'keys');
  expect(hasEndpoint(keys)).toBe(false);
  const stripe = createClient(payments.endpoint, keys.secretKey);
  expect(await stripe.webhookEndpoints.list()).toMatchObject({ data: [] });
});

test('has one webhook address with a new secret when the gateway has moved', async () => {
  const folder = join(await createTemporaryFolder(), 'payments');
  const before = await start(folder);
  await before.stop();
  const after = await start(folder, 'http://127.0.0.1:3001');
  expect(after.addresses).toEqual(['http://127.0.0.1:3001/v1/payments/webhook']);
  expect(after.keys.secretKey).toBe(before.keys.secretKey);
  expect(after.keys.webhookSecrets).not.toEqual(before.keys.webhookSecrets);
});

test('replaces a webhook address whose secret nobody has written down', async () => {
  const folder = join(await createTemporaryFolder(), 'payments');
  const before = await start(folder);
  await before.stop();
  await rm(before.keysFile);
  const after = await start(folder);
  expect(after.addresses).toEqual([WEBHOOK]);
  expect(after.keys.webhookSecrets).not.toEqual(before.keys.webhookSecrets);
});

test('leaves nothing of a stage that keeps nothing, not even after a kill', async () => {
  const folder = join(await createTemporaryFolder(), 'payments');
  const killed = await start(folder, GATEWAY, false);
  const before = await readFile(killed.keysFile, 'utf8');
  await killed.stop();
  expect(existsSync(folder)).toBe(false);
  const left = await start(folder, GATEWAY, true);
  await left.stop();
  const after = await start(folder, GATEWAY, false);
  expect(after.keys.secretKey).not.toBe(left.keys.secretKey);
  expect(await readFile(after.keysFile, 'utf8')).not.toBe(before);
});
