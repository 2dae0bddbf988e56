import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigurationError } from '../errors.ts';
import { describeError } from '../observability/describe-error.ts';
import { createPurchaseIdKeysReader } from './purchase-id-keys.ts';

const keyOf = (fill: number, bytes = 32) => Buffer.alloc(bytes, fill).toString('base64url');
const SECRET = keyOf(7);
const common = { WILLCALL_BACKEND: 'aws', AWS_REGION: 'eu-central-1' } as const;

/** Writes a temporary file with this content, or returns a path without a file. */
async function keysFile(content?: unknown) {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'keys.json');
  const write = (next: unknown) =>
    writeFile(file, typeof next === 'string' ? next : JSON.stringify(next));
  if (content !== undefined) await write(content);
  return { file, write };
}

async function refusalOf(content?: unknown): Promise<ConfigurationError> {
  const { file } = await keysFile(content);
  try {
    await createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS_FILE: file })();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('the keys of purchase ids', () => {
  it.each([
    ['no source', {}],
    ['a file and a secret', { PURCHASE_ID_KEYS_FILE: 'keys', PURCHASE_ID_KEYS_SECRET: 'arn' }],
    ['a secret and the keys', { PURCHASE_ID_KEYS_SECRET: 'arn', PURCHASE_ID_KEYS: SECRET }],
  ])('are rejected at once with %s, without repeating a value', (_, sources) => {
    expect(() => createPurchaseIdKeysReader({ ...common, ...sources })).toThrow(
      new ConfigurationError(
        'Exactly one of PURCHASE_ID_KEYS_FILE, PURCHASE_ID_KEYS_SECRET, PURCHASE_ID_KEYS must be set',
      ),
    );
  });

  it('can be set in the environment', async () => {
    const text = JSON.stringify({ current: keyOf(3) });
    const { current } = await createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS: text })();
    expect(Buffer.from(current)).toEqual(Buffer.alloc(32, 3));
  });

  it('are read as bytes', async () => {
    const { file } = await keysFile({ current: keyOf(1), previous: keyOf(2, 64) });
    const { current, previous } = await createPurchaseIdKeysReader({
      ...common,
      PURCHASE_ID_KEYS_FILE: file,
    })();
    expect(Buffer.from(current)).toEqual(Buffer.alloc(32, 1));
    expect(Buffer.from(previous ?? [])).toEqual(Buffer.alloc(64, 2));
  });

  it('need no previous key', async () => {
    const { file } = await keysFile({ current: keyOf(1) });
    expect(
      await createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS_FILE: file })(),
    ).not.toHaveProperty('previous');
  });

  it('are read only when they are needed', async () => {
    const { file, write } = await keysFile();
    const keys = createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS_FILE: file });
    await write({ current: keyOf(1) });
    expect(Buffer.from((await keys()).current)).toEqual(Buffer.alloc(32, 1));
  });

  it('are read once for concurrent and later callers', async () => {
    const { file, write } = await keysFile({ current: keyOf(1) });
    const keys = createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS_FILE: file });
    const [one, other] = await Promise.all([keys(), keys()]);
    await write({ current: keyOf(2) });
    expect(other).toBe(one);
    expect(await keys()).toBe(one);
  });

  it('are read again after a failure, which is not cached', async () => {
    const { file, write } = await keysFile();
    const keys = createPurchaseIdKeysReader({ ...common, PURCHASE_ID_KEYS_FILE: file });
    await expect(keys()).rejects.toThrow(ConfigurationError);
    await write({ current: keyOf(1) });
    expect(Buffer.from((await keys()).current)).toEqual(Buffer.alloc(32, 1));
  });

  it('are a configuration error when the file does not exist', async () => {
    expect((await refusalOf()).message).toBe('The purchase id keys file cannot be read');
  });

  it.each([
    ['not JSON, so that a parser would quote it', `x${SECRET}`],
    ['cut off', `{"current":"${SECRET}`],
    ['empty', ''],
    ['a text', JSON.stringify(SECRET)],
    ['a list', [SECRET]],
    ['null', 'null'],
    ['without a current key', { previous: SECRET }],
    ['with a key of 31 bytes', { current: keyOf(7, 31) }],
    ['with an empty key', { current: '' }],
    ['with a previous key that is too short', { current: SECRET, previous: keyOf(7, 16) }],
    ['with a key in plain base64', { current: `${SECRET.slice(0, -1)}+/` }],
    ['with a key that is a number', { current: 7 }],
    ['with a key that is null', { current: SECRET, previous: null }],
  ])('are rejected from a file that is %s, and never quoted', async (_, content) => {
    const error = await refusalOf(content);
    expect(error.message).toBe('The purchase id keys have the wrong shape');
    const everything = [
      error.stack,
      String(error.cause),
      JSON.stringify(error),
      JSON.stringify(describeError(error)),
    ].join('\n');
    expect(everything).not.toContain(SECRET.slice(0, 6));
  });
});
