import { describe, expect, it } from 'vitest';
import type { Api, ApiAnswer } from '../../../cli/api/api.ts';
import { requestPurchase } from './request-purchase.ts';

const ana = { name: 'ana', token: 'token', quantity: 2 };

const asking = (answer: ApiAnswer) => {
  const api: Api = { send: async () => answer, close: () => undefined };
  return requestPurchase(api, 'hamlet', ana, new AbortController().signal);
};
const problem = (status: number, code: string): ApiAnswer => ({
  status,
  headers: {},
  body: { status, code },
});

describe('requestPurchase', () => {
  it('gives the place of a purchase that was accepted', async () => {
    const answer = { status: 202, headers: { location: '/v1/purchases/1' }, body: {} };
    expect(await asking(answer)).toEqual({ location: '/v1/purchases/1', answer });
  });

  it('takes 409 SOLD_OUT for a refusal, as it is one', async () => {
    expect(await asking(problem(409, 'SOLD_OUT'))).toBe('sold-out');
  });

  it.each([
    [409, 'SALE_NOT_OPEN'],
    [400, 'SOLD_OUT'],
    [500, 'INTERNAL'],
  ])('takes %i %s for an answer that nobody should get', async (status, code) => {
    await expect(asking(problem(status, code))).rejects.toThrow(
      `POST /v1/purchases: ${status} ${code} instead of 202 with a Location`,
    );
  });
});
