import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { startJsonService } from './json-service.fixture.ts';
import { createPaymentKeysReader } from './payment-keys.ts';

const common = { WILLCALL_BACKEND: 'localstack', AWS_REGION: 'eu-central-1' } as const;
const keys = { secretKey: 'sk', publishableKey: 'pk', webhookSecrets: ['whsec_a'] };

const readFrom = async (content: unknown) => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-payment-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  await writeFile(file, JSON.stringify(content));
  return createPaymentKeysReader({ ...common, PAYMENT_KEYS_FILE: file })();
};

describe('the keys of the payment provider', () => {
  it('are read from a file, with a second webhook secret while one is replaced', async () => {
    expect(await readFrom(keys)).toEqual(keys);
    const replaced = { ...keys, webhookSecrets: ['whsec_a', 'whsec_b'] };
    expect(await readFrom(replaced)).toEqual(replaced);
  });

  it('are read again from a secret after five minutes', async () => {
    let secretKey = 'first';
    let nowMs = 0;
    const { url } = await startJsonService(() => ({
      status: 200,
      body: { SecretString: JSON.stringify({ ...keys, secretKey }) },
    }));
    const settings = {
      ...common,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
      PAYMENT_KEYS_SECRET: 'arn',
    };
    const read = createPaymentKeysReader(settings, { clock: () => new Date(nowMs) });
    expect(await read()).toMatchObject({ secretKey: 'first' });
    secretKey = 'second';
    expect(await read()).toMatchObject({ secretKey: 'first' });
    nowMs = 5 * 60_000;
    expect(await read()).toMatchObject({ secretKey: 'second' });
  });

  it.each([
    ['no source', {}],
    ['two', { PAYMENT_KEYS_FILE: 'keys', PAYMENT_KEYS_SECRET: 'arn' }],
  ])('are rejected at once with %s', (_, sources) => {
    expect(() => createPaymentKeysReader({ ...common, ...sources })).toThrow(
      new ConfigurationError('Exactly one of PAYMENT_KEYS_FILE, PAYMENT_KEYS_SECRET must be set'),
    );
  });

  it.each([
    ['without a secret of webhooks', { ...keys, webhookSecrets: [] }],
    ['with three', { ...keys, webhookSecrets: ['a', 'b', 'c'] }],
    ['with an empty key', { ...keys, secretKey: '' }],
    ['without a publishable key', { ...keys, publishableKey: undefined }],
  ])('are rejected %s, and never quoted', async (_, content) => {
    await expect(readFrom(content)).rejects.toThrow(
      new ConfigurationError('The payment keys have the wrong shape'),
    );
  });
});
