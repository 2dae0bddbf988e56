import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { makeBuyer, purchaseIdOf } from '../support/http/buyer.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

type Keys = { readonly current: string; readonly previous?: string };

const createKey = (): string => randomBytes(32).toString('base64url');

/** Deploys the same stage again with other MAC keys: new functions on the same tables and queue. */
const createDeployer = async (): Promise<(keys: Keys, pollers: number) => Promise<BoxOffice>> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-keys-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stage = `test-${randomUUID()}`;
  return async (keys, pollers) => {
    const file = join(folder, `${randomUUID()}.json`);
    await writeFile(file, JSON.stringify(keys), { mode: 0o600 });
    return openBoxOffice({ stage, pollers, env: { PURCHASE_ID_KEYS_FILE: file } });
  };
};

it('an id that is pending during a key rotation stays valid for one rotation', async () => {
  const deploy = await createDeployer();
  const [first, second, third] = [createKey(), createKey(), createKey()];
  const before = await deploy({ current: first }, 0);
  const { showId } = await before.makeShow();
  const ana = await before.buyer();
  const location = await ana.request(purchaseBody({ showId }));

  const rotated = await deploy({ current: second, previous: first }, 0);
  const anaAfter = makeBuyer(rotated.client, ana.token, ana.userId);
  expect(await anaAfter.get(location)).toMatchObject({
    status: 200,
    body: { purchaseId: purchaseIdOf(location), status: 'PENDING' },
  });

  const forgotten = await deploy({ current: third, previous: second }, 0);
  expect(await makeBuyer(forgotten.client, ana.token).get(location)).toMatchObject({
    status: 404,
    body: { code: 'PURCHASE_NOT_FOUND' },
  });
});

it('a purchase that is retried across a rotation is one sale, and both of its ids stay valid', async () => {
  const deploy = await createDeployer();
  const [first, second] = [createKey(), createKey()];
  const before = await deploy({ current: first }, 0);
  const { showId } = await before.makeShow();
  const ana = await before.buyer();
  const key = { 'idempotency-key': 'over the rotation' };
  const location = await ana.request(purchaseBody({ showId }), key);

  const after = await deploy({ current: second }, 4);
  const anaAfter = makeBuyer(after.client, ana.token, ana.userId);
  const retried = await anaAfter.request(purchaseBody({ showId }), key);
  expect(retried).not.toBe(location);
  const purchase = await anaAfter.decided(retried);
  expect(purchase).toMatchObject({ status: 'CONFIRMED' });
  // The key that signed the first id is gone. The record of the purchase proves that the id is valid.
  expect(await anaAfter.decided(location)).toEqual(purchase);
  expect(await listPurchaseRecords(after.store)).toHaveLength(1);
  expect(await after.sales(showId)).toMatchObject({ sold: 1 });
});
