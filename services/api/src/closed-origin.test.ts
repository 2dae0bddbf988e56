import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { describe, expect, it } from 'vitest';
import { createAccept, createHealth, createPurchases, createShows } from './index.ts';

const SECRET = 's'.repeat(32);

const environment = {
  AWS_REGION: 'eu-central-1',
  WILLCALL_BACKEND: 'embedded',
  // Nothing listens there, so a call that gets past the check fails.
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  ORIGIN_SECRETS: SECRET,
  SHOWS_TABLE: 'shows',
  STOCK_TABLE: 'stock',
  JOURNAL_TABLE: 'journal',
  SEATS_TABLE: 'seats',
  PURCHASES_TABLE: 'purchases',
  PULSE_TABLE: 'pulse',
  FLYERS_BUCKET: 'flyers',
  PURCHASES_QUEUE_URL: 'https://sqs.example.com/000000000000/purchases.fifo',
  PURCHASE_ID_KEYS_FILE: '/nowhere',
};

const functions = {
  health: createHealth,
  accept: createAccept,
  purchases: createPurchases,
  shows: createShows,
};

describe.each(Object.entries(functions))('the function %s behind CloudFront', (_, create) => {
  const called = (headers: Record<string, string>) =>
    create(environment)(
      createHttpEvent({ routeKey: 'GET /nowhere', headers }),
      createLambdaContext(),
    );

  it.each([{}, { 'x-willcall-origin': 'x'.repeat(32) }])(
    'refuses a request that did not come through it, before routing: %j',
    async (headers) => {
      expect(await called(headers)).toMatchObject({
        statusCode: 403,
        body: '{"message":"Forbidden"}',
      });
    },
  );

  it('handles a request that came through it', async () => {
    const { statusCode } = await called({ 'x-willcall-origin': SECRET });
    expect(statusCode).not.toBe(403);
  });
});
