import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openClient } from '@willcall/client/checked';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseQuantities, sell } from './sell.ts';

/** The experience of a buyer of two tickets with an API that refuses every request. */
const sellWithRefusal = async (status: number, code: string) => {
  const server = createServer((_, response) => {
    response.writeHead(status).end(JSON.stringify({ status, code }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const client = openClient({ url: `http://127.0.0.1:${port}` });
  const ana = { name: 'ana', token: 'token', quantity: 2 };
  const { signal } = new AbortController();
  const { outcomes } = await sell(client, 'hamlet', [ana], () => undefined, signal);
  return outcomes;
};

describe('a buyer', () => {
  it('counts 409 SOLD_OUT as a refusal', async () => {
    expect(await sellWithRefusal(409, 'SOLD_OUT')).toEqual([
      { quantity: 2, end: { kind: 'refused', reason: 'SOLD_OUT' } },
    ]);
  });

  it.each([
    [409, 'SALE_NOT_OPEN'],
    [400, 'SOLD_OUT'],
    [500, 'INTERNAL'],
  ])('counts %i %s as an unexpected answer', async (status, code) => {
    const answer = `POST /v1/purchases: ${status} ${code} instead of 202 with a Location`;
    expect(await sellWithRefusal(status, code)).toEqual([
      { quantity: 2, end: { kind: 'unexpected', answer } },
    ]);
  });
});

describe('quantities', () => {
  it('gives every buyer the requested number', () => {
    expect(chooseQuantities({ buyers: 3, quantity: 4, seed: 1 })).toEqual([4, 4, 4]);
  });

  it('mixes 1 to 8, and repeats the mix for the same seed', () => {
    const mixed = chooseQuantities({ buyers: 1_000, quantity: 'mixed', seed: 7 });
    expect([...new Set(mixed)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(chooseQuantities({ buyers: 1_000, quantity: 'mixed', seed: 7 })).toEqual(mixed);
    expect(chooseQuantities({ buyers: 1_000, quantity: 'mixed', seed: 8 })).not.toEqual(mixed);
  });
});
