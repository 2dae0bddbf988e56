import { createShows } from '@willcall/api';
import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { asDeployed } from '../support/role/as-deployed.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
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
function openEnvironments(count: number) {
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
  const event = createHttpEvent({
    routeKey: 'GET /v1/shows/{showId}',
    path: { showId: sale.show.showId },
  });
  /** The numbers of available tickets that all requests were answered with. */
  const readEverywhere = async (requestsOfEach: number): Promise<number[]> => {
    const answers = await Promise.all(
      functions.flatMap((read) =>
        Array.from({ length: requestsOfEach }, () => read(event, createLambdaContext())),
      ),
    );
    const seen = answers.map(({ statusCode, body = '' }) => {
      expect(statusCode).toBe(200);
      return Number(JSON.parse(body).available);
    });
    return [...new Set(seen)];
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
});
