import type { Client } from '@willcall/client/checked';
import * as z from 'zod';

/** What a sale showed to its buyers. */
export type ObservedSale = {
  /** Milliseconds from `requestedAt` to `decidedAt`, of each purchase. */
  readonly decisionMs: readonly number[];
  /** From the first request to the last confirmation. */
  readonly seconds: number;
};

/** The buyers read no more than every release answers, so that the same buyers load each of them. */
const Accepted = z.object({ status: z.literal(202), headers: z.object({ location: z.string() }) });
const Decided = z.object({ status: z.string(), requestedAt: z.string(), decidedAt: z.string() });

/** A test number that every payment provider knows. Nothing is ever charged. */
const TEST_CARD = { number: '4242424242424242', expiryMonth: 12 };
const YEARS_AHEAD = 2;
const MS_PER_SECOND = 1_000;
const UNAVAILABLE = 503;

/**
 * Sells a ticket to each buyer. They all request at once, and poll as the server tells them.
 *
 * @param tokens of the buyers
 * @throws Error if a buyer gets anything but a ticket
 */
export const sellToBuyers = async (
  client: Client,
  showId: string,
  tokens: readonly string[],
): Promise<ObservedSale> => {
  const startedAt = Date.now();
  const decided = await Promise.all(tokens.map((token) => buy(client, showId, token)));
  const decidedAt = decided.map((purchase) => Date.parse(purchase.decidedAt));
  return {
    decisionMs: decided.map(
      (purchase) => Date.parse(purchase.decidedAt) - Date.parse(purchase.requestedAt),
    ),
    seconds: (Math.max(...decidedAt) - startedAt) / MS_PER_SECOND,
  };
};

/** Requests a ticket until the API can say that it has it. On a busy machine it can be too late to. */
const request = async (client: Client, showId: string, token: string) => {
  const card = { ...TEST_CARD, expiryYear: new Date().getUTCFullYear() + YEARS_AHEAD };
  const holder = { name: 'Ana', email: 'ana@example.com' };
  for (;;) {
    const answer = await client.send({
      method: 'POST',
      path: '/v1/purchases',
      headers: { 'idempotency-key': showId },
      body: { showId, quantity: 1, holder, card },
      token,
    });
    if (answer.status !== UNAVAILABLE) return answer;
    await pause(Number(answer.headers['retry-after'] ?? 1) * MS_PER_SECOND);
  }
};

const buy = async (client: Client, showId: string, token: string) => {
  const answer = await request(client, showId, token);
  const { location } = Accepted.parse(answer).headers;
  let retryAfter = answer.headers['retry-after'];
  for (;;) {
    await pause(Number(retryAfter ?? 1) * MS_PER_SECOND);
    const polled = await client.send({ path: location, token });
    const purchase = Decided.safeParse(polled.body).data;
    if (purchase?.status === 'CONFIRMED') return purchase;
    if (purchase !== undefined || ![200, UNAVAILABLE].includes(polled.status)) {
      throw new Error(`A buyer got ${polled.status} ${purchase?.status} instead of a ticket.`);
    }
    retryAfter = polled.headers['retry-after'];
  }
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
