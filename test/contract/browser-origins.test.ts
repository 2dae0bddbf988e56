import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { onlyWithChromium, openPage } from '../support/browser/browser.ts';
import { runAtEnd } from '../support/http/at-end.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

onlyWithChromium();

/** Serves an empty page of an origin of its own. */
const openOrigin = async (): Promise<string> => {
  const server = createServer((_, response) => {
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<!doctype html><title>A shop</title>');
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  runAtEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

type Purchase = { readonly url: string; readonly token: string; readonly body: unknown };

/** Buys in the page, and returns what the page could read. */
const buyInPage = async ({ url, token, body }: Purchase) => {
  const answer = await fetch(`${url}/v1/purchases`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'from-another-origin',
    },
    body: JSON.stringify(body),
  });
  const { location, 'retry-after': retryAfter } = Object.fromEntries(answer.headers);
  return { status: answer.status, location, retryAfter };
};

it('a page of an allowed origin buys, and a page of another one cannot', async () => {
  const [shop, stranger] = [await openOrigin(), await openOrigin()];
  const office = await openBoxOffice({ browserOrigins: [shop], announces: false });
  const { url } = office.stage;
  const { showId } = await office.makeShow({ capacity: 2 });
  const token = await office.stage.issueToken({ user: 'ana' });
  const order = { url, token, body: purchaseBody({ showId }) };

  const { page, faults } = await openPage(shop, { origins: [new URL(url).origin] });
  await page.goto(shop);
  const bought = await page.evaluate(buyInPage, order);
  expect(bought).toMatchObject({ status: 202, retryAfter: expect.stringMatching(/^\d+$/) });
  expect(bought.location).toMatch(/^\/v1\/purchases\//);
  expect(faults).toEqual([]);

  await page.goto(stranger);
  await expect(page.evaluate(buyInPage, order)).rejects.toThrow('Failed to fetch');
  expect(faults.join('\n')).toContain('blocked by CORS policy');
});
