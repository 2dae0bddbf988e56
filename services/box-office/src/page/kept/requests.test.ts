import { afterEach, expect, it } from 'vitest';
import { findRequest, forgetPurchase, type KeptRequest, keepRequest } from './requests.ts';

const PURCHASE = 'p1';
const open: KeptRequest = {
  key: 'k1',
  user: 'ana',
  showName: 'Hamlet',
  body: { showId: 'hamlet', quantity: 2, holder: { name: 'Ana', email: 'ana@example.com' } },
  total: { amount: 2_000, currency: 'EUR' },
};

// Where there is no localStorage, requests are in memory.
afterEach(() => {
  for (const key of ['k1', 'k2']) keepRequest({ ...open, key, purchaseId: PURCHASE });
  forgetPurchase(PURCHASE);
});

it('keeps the holder of a request that may have to be sent again', () => {
  keepRequest(open);
  expect(findRequest('k1', 'ana')).toEqual(open);
});

const { holder: _, ...bodyWithoutHolder } = open.body;

it.each<[string, Partial<KeptRequest>]>([
  ['was refused', { end: 'refused', refusal: 'SOLD_OUT' }],
  ['was left', { end: 'left' }],
  ['was accepted', { purchaseId: PURCHASE }],
])('drops the holder of a request that %s, and keeps all else', (_, change) => {
  keepRequest({ ...open, ...change });
  expect(findRequest('k1', 'ana')).toEqual({ ...open, ...change, body: bodyWithoutHolder });
});

it('drops the holders of ended requests that were kept with them', () => {
  const ended = { ...open, end: 'refused' } as const;
  keepRequest(ended);
  keepRequest({ ...open, key: 'k2' });
  expect(findRequest('k1', 'ana')?.body).toEqual(bodyWithoutHolder);
});
