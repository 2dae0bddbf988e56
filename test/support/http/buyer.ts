import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, HttpAnswer } from '@willcall/client/checked';
import { type DecidedPurchase, known } from '@willcall/contracts';
import { expect } from 'vitest';
import { PATIENCE_MS, scaledTimeout } from '../backend/scaled-timeout.ts';

type Headers = Readonly<Record<string, string>>;

/** A buyer with a token, and their requests over HTTP. */
export type Buyer = {
  readonly userId: string;
  readonly token: string;
  /** `POST /v1/purchases`, whatever the answer. A string is sent as it is. */
  post(body: unknown, headers?: Headers): Promise<HttpAnswer>;
  /**
   * The same, but sends it again with the same key after a 503, expects 202 and returns the location of
   * the purchase.
   */
  request(body: unknown, headers?: Headers): Promise<string>;
  get(path: string): Promise<HttpAnswer>;
  /** `POST` to the cancel route of a purchase, whatever the answer. */
  cancel(location: string): Promise<HttpAnswer>;
  /** `PATCH` of a purchase. */
  change(location: string, body: unknown): Promise<HttpAnswer>;
  /** `DELETE` of a purchase. */
  erase(location: string): Promise<HttpAnswer>;
  /** Polls a location until the purchase is decided. */
  decided(location: string): Promise<DecidedPurchase>;
  /** Requests a purchase and waits for the decision. */
  buy(body: unknown, headers?: Headers): Promise<DecidedPurchase>;
};

/** Milliseconds between two reads. Far less than `Retry-After`, to keep the tests short. */
const POLL_EVERY_MS = 25;
/** Milliseconds. A purchase that takes longer is stuck. */
const TIMEOUT_MS = scaledTimeout(PATIENCE_MS);

/** Sends a request that is safe to repeat, and again after each 503, as the API asks. */
export async function sendUntilServed(send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  const patience = AbortSignal.timeout(TIMEOUT_MS);
  for (;;) {
    const answer = await send();
    if (answer.status !== 503 || patience.aborted) return answer;
    await delay(Number(known(answer.headers['retry-after'], 'Retry-After')) * 1_000);
  }
}

/** @param client repeats requests after a 503, so that a slow backend does not end the wait for a decision. */
export const makeBuyer = (
  client: Client,
  token: string,
  userId: string = `buyer-${randomUUID()}`,
): Buyer => {
  const get: Buyer['get'] = (path) => client.send({ path, token });
  const post: Buyer['post'] = (body, headers = {}) =>
    client.send({
      method: 'POST',
      path: '/v1/purchases',
      token,
      headers,
      ...(typeof body === 'string' ? { rawBody: body } : { body }),
    });
  const request: Buyer['request'] = async (body, headers) => {
    const keyed = { 'idempotency-key': randomUUID(), ...headers };
    const answer = await sendUntilServed(() => post(body, keyed));
    expect(answer).toMatchObject({ status: 202 });
    return known(answer.headers.location, 'Location');
  };
  const decided: Buyer['decided'] = (location) =>
    client.awaitDecision(
      { location, retryAfterSeconds: undefined },
      { token, pollMs: POLL_EVERY_MS, signal: AbortSignal.timeout(TIMEOUT_MS) },
    );
  const buy: Buyer['buy'] = async (body, headers) => decided(await request(body, headers));
  const cancel: Buyer['cancel'] = (location) =>
    client.send({ method: 'POST', path: `${location}/cancel`, token });
  const change: Buyer['change'] = (location, body) =>
    client.send({ method: 'PATCH', path: location, token, body });
  const erase: Buyer['erase'] = (location) =>
    client.send({ method: 'DELETE', path: location, token });
  return { userId, token, post, request, get, cancel, change, erase, decided, buy };
};

/** The purchase id in a location. */
export const purchaseIdOf = (location: string): string =>
  location.slice(location.lastIndexOf('/') + 1);
