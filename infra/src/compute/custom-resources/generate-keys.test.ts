import { createPurchaseIdKeysReader } from '@willcall/lambda';
import { expect, it } from 'vitest';
import { generateKeys } from './generate-keys.ts';
import { resourceEvent } from './resources.fixture.ts';

it('generated keys have the format that the functions read, and are always new', async () => {
  const [one, other] = await Promise.all([
    generateKeys(resourceEvent('Create')),
    generateKeys(resourceEvent('Create')),
  ]);
  const keys = createPurchaseIdKeysReader({
    WILLCALL_BACKEND: 'aws',
    AWS_REGION: 'eu-central-1',
    PURCHASE_ID_KEYS: one.data?.keys,
  });
  expect((await keys()).current).toHaveLength(32);
  expect(other.data).not.toEqual(one.data);
});
