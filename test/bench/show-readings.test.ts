import { createShows } from '@willcall/api';
import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { asDeployed } from '../support/role/as-deployed.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const ENVIRONMENTS = 30;
const REQUESTS_OF_EACH = 20;
const SHARDS = 64;
const START = Date.parse('2031-01-01T00:00:00Z');

let sale: Sale;
let now: number;

beforeEach(async () => {
  sale = await openSale({ capacity: 640, buckets: SHARDS });
  now = START;
});

/** Environments of the deployed function, each with its own cache, and the calls that they make together. */
function openEnvironments(
  count: number,
  { routeKey, field }: { readonly routeKey: string; readonly field: string } = {
    routeKey: 'GET /v1/shows/{showId}',
    field: 'available',
  },
) {
  const calls = watchCalls();
  const environment = {
    ...sale.environment,
    PURCHASE_ID_KEYS_FILE: 'unused',
    FLYERS_BUCKET: 'flyers',
  };
  const functions = Array.from({ length: count }, () =>
    createShows(
      environment,
      asDeployed('shows', environment, {
        clock: () => new Date(now),
        dynamodbPlugins: [calls.plugin],
      }),
    ),
  );
  const event = createHttpEvent({ routeKey, path: { showId: sale.show.showId } });
  /** The distinct values of the field that all requests were answered with. */
  const readEverywhere = async (requestsOfEach: number): Promise<unknown[]> => {
    const answers = await Promise.all(
      functions.flatMap((read) =>
        Array.from({ length: requestsOfEach }, () => read(event, createLambdaContext())),
      ),
    );
    const seen = answers.map(({ statusCode, body = '' }) => {
      expect(statusCode).toBe(200);
      return JSON.stringify(JSON.parse(body)[field]);
    });
    return [...new Set(seen)].map((text) => JSON.parse(text));
  };
  return { readEverywhere, count: (command: string) => calls.inputsOf(command).length };
}

describe('whatever arrives for a show', () => {
  it('its shards are read once a second by all environments together', async () => {
    const { readEverywhere, count } = openEnvironments(ENVIRONMENTS);
    expect(await readEverywhere(REQUESTS_OF_EACH)).toEqual([640]);
    expect(count('BatchGetItemCommand')).toBe(1);
    for (let second = 2; second <= 4; second += 1) {
      now += 1_001;
      await readEverywhere(REQUESTS_OF_EACH);
      expect(count('BatchGetItemCommand')).toBe(second);
    }
  });

  it('an environment reads the show and its summary once a second', async () => {
    const { readEverywhere, count } = openEnvironments(1);
    await readEverywhere(REQUESTS_OF_EACH);
    now += 1_000;
    await readEverywhere(REQUESTS_OF_EACH);
    // Before this environment created the summary, it read the show once, and looked for the summary once.
    expect(count('GetItemCommand')).toBe(2);
    now += 1;
    await readEverywhere(REQUESTS_OF_EACH);
    expect(count('GetItemCommand')).toBe(4);
  });

  it('an environment reads its seats once a second', async () => {
    sale = await openSale({ seats: ['A1', 'A2', 'A3'], buckets: SHARDS });
    const order = makePurchaseMessage({ showId: sale.show.showId, seats: ['A1', 'A3'] });
    await sale.worker()([makePurchaseSqsRecord(order)]);
    const { readEverywhere, count } = openEnvironments(1, {
      routeKey: 'GET /v1/shows/{showId}/seats/taken',
      field: 'taken',
    });
    expect(await readEverywhere(REQUESTS_OF_EACH)).toEqual([['A1', 'A3']]);
    now += 1_000;
    await readEverywhere(REQUESTS_OF_EACH);
    expect([count('GetItemCommand'), count('QueryCommand')]).toEqual([1, SHARDS]);
    now += 1;
    await readEverywhere(REQUESTS_OF_EACH);
    expect([count('GetItemCommand'), count('QueryCommand')]).toEqual([2, 2 * SHARDS]);
  });
});
