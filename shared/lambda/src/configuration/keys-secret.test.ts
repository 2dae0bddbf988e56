import { describe, expect, it } from 'vitest';
import { KeysUnavailableError } from '../errors.ts';
import {
  type JsonAnswer as Answer,
  startJsonService as secretsManager,
} from './json-service.fixture.ts';
import { createPurchaseIdKeysReader } from './purchase-id-keys.ts';

const ARN =
  'arn:aws:secretsmanager:eu-central-1:111122223333:secret:willcall-prod-purchase-id-keys';

const keysFrom = (url: string, clock?: () => Date) =>
  createPurchaseIdKeysReader(
    {
      WILLCALL_BACKEND: 'localstack',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
      PURCHASE_ID_KEYS_SECRET: ARN,
    },
    clock && { clock },
  );
const secretOf = (SecretString: string): Answer => ({ status: 200, body: { SecretString } });
/** The format that Secrets Manager generates: letters and digits under the key `current`. */
const generated = (letter: string) => JSON.stringify({ current: letter.repeat(64) });

describe('the keys of purchase ids in Secrets Manager', () => {
  it('are read by ARN, once for many calls', async () => {
    const { url, requests } = await secretsManager(() => secretOf(generated('a')));
    const keys = keysFrom(url);
    const [one] = await Promise.all([keys(), keys()]);
    expect(await keys()).toBe(one);
    expect(one?.current).toEqual(Buffer.from('a'.repeat(64), 'base64url'));
    expect(requests).toEqual([
      { target: 'secretsmanager.GetSecretValue', body: { SecretId: ARN } },
    ]);
  });

  it('are read again after five minutes, so a rotation needs no deployment', async () => {
    let letter = 'a';
    let nowMs = 0;
    const { url } = await secretsManager(() => secretOf(generated(letter)));
    const keys = keysFrom(url, () => new Date(nowMs));
    await keys();
    letter = 'b';
    nowMs = 5 * 60_000;
    expect((await keys()).current).toEqual(Buffer.from('b'.repeat(64), 'base64url'));
  });

  it('are retryable when Secrets Manager is unavailable', async () => {
    let answer: Answer = { status: 400, body: { __type: 'AccessDeniedException' } };
    const { url } = await secretsManager(() => answer);
    const keys = keysFrom(url);
    const error = await keys().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KeysUnavailableError);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    answer = secretOf(generated('a'));
    await expect(keys()).resolves.toHaveProperty('current');
  });

  it.each([
    ['failed', { status: 500, body: { __type: 'InternalServiceError' } }],
    ['throttled', { status: 400, body: { __type: 'ThrottlingException' } }],
  ])('are asked for again when the service %s', async (_, failure) => {
    const answers: Answer[] = [failure, failure];
    const { url, requests } = await secretsManager(
      () => answers.shift() ?? secretOf(generated('a')),
    );
    await expect(keysFrom(url)()).resolves.toHaveProperty('current');
    expect(requests).toHaveLength(3);
  });

  it('are asked for once when the service refuses', async () => {
    const refusal: Answer = { status: 400, body: { __type: 'AccessDeniedException' } };
    const { url, requests } = await secretsManager(() => refusal);
    const error = await keysFrom(url)().catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('cause.name', 'AccessDeniedException');
    expect(requests).toHaveLength(1);
  });

  it('are asked for with a signature of the region and service', async () => {
    const { url, signatures } = await secretsManager(() => secretOf(generated('a')));
    await keysFrom(url)();
    expect(signatures).toEqual([
      expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/eu-central-1\/secretsmanager\/aws4_request, SignedHeaders=content-type;host;/,
      ),
    ]);
  });

  it('are unavailable if the secret is binary', async () => {
    const { url } = await secretsManager(() => ({ status: 200, body: {} }));
    await expect(keysFrom(url)()).rejects.toThrow('has no text value');
  });

  it('are a configuration error when they have the wrong shape', async () => {
    const { url } = await secretsManager(() => secretOf('{"current":"short"}'));
    await expect(keysFrom(url)()).rejects.toMatchObject({ code: 'MISCONFIGURED' });
  });
});
