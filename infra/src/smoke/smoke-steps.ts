import { CommandError } from '@willcall/cli';
import {
  type AcceptedPurchase,
  ApiError,
  type CallOptions,
  type Client,
  type HttpAnswer,
} from '@willcall/client/checked';
import { type RequestOf, type RouteId, routes } from '@willcall/contracts';

/** The API under test, and the signal that ends the current step. */
export type SmokeApi = {
  readonly client: Client;
  readonly origin: string;
  readonly signal: AbortSignal;
};

export type TestShow = {
  readonly showId: string;
  /** Whether a purchase needs no card. */
  readonly isFree: boolean;
  /** Whether the smoke test created the show and must remove it. */
  readonly isOurs: boolean;
};

export type TicketRequest = {
  readonly show: TestShow;
  readonly token: string;
  /** The idempotency key. */
  readonly key: string;
  readonly now: Date;
};

/** @throws CommandError if the API is not healthy */
export const expectHealth = async (api: SmokeApi): Promise<void> => {
  await callRoute(api, 'getHealth', '/health', {});
};

/** The show must be in the future, because purchases of a started show cannot be cancelled. */
const STARTS_IN_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/**
 * Creates a free show with one ticket.
 *
 * @throws CommandError if the show was not created
 */
export const createTestShow = async (
  api: SmokeApi,
  adminToken: string,
  now: Date,
): Promise<TestShow> => {
  const { body: show } = await callRoute(api, 'createShow', '/v1/shows', {
    token: adminToken,
    // In the worst case, a retry creates a second show.
    isSafeToRepeat: true,
    body: {
      name: 'Smoke test',
      venue: 'Nowhere',
      startsAt: new Date(now.getTime() + STARTS_IN_DAYS * MS_PER_DAY).toISOString(),
      price: { amount: 0, currency: 'EUR' },
      capacity: 1,
    },
  });
  return { showId: show.showId, isFree: true, isOurs: true };
};

/**
 * Reads an existing show.
 *
 * @throws CommandError if the show is not found or has no tickets left
 */
export const findTestShow = async (api: SmokeApi, showId: string): Promise<TestShow> => {
  const path = `/v1/shows/${encodeURIComponent(showId)}`;
  const { body: show } = await callRoute(api, 'getShow', path, { path: { showId } });
  const { price, available } = show;
  if (available < 1) throw new CommandError(`Show ${showId} has no tickets left.`);
  return { showId, isFree: price.amount === 0, isOurs: false };
};

/**
 * A card number that payment providers publish for tests. No real card is ever sent.
 * Source: https://docs.stripe.com/testing
 */
const TEST_CARD = { number: '4242424242424242', expiryMonth: 12 } as const;
const CARD_IS_VALID_FOR_YEARS = 2;

/**
 * Requests one ticket.
 *
 * @throws CommandError if the API did not confirm that it accepted the purchase
 */
export const buyTicket = (
  { client, origin, signal }: SmokeApi,
  { show, token, key, now }: TicketRequest,
): Promise<AcceptedPurchase> => {
  const expiryYear = now.getUTCFullYear() + CARD_IS_VALID_FOR_YEARS;
  const body = {
    showId: show.showId,
    quantity: 1,
    holder: { name: 'Smoke Test', email: 'smoke@example.com' },
    ...(!show.isFree && { card: { ...TEST_CARD, expiryYear } }),
  };
  const step = { origin, method: 'POST', path: '/v1/purchases', wanted: '202 with a Location' };
  return explainFailure(step, client.requestPurchase(body, { token, key, signal }));
};

/**
 * Polls a purchase at the interval that the server requests, until it is confirmed.
 *
 * @throws CommandError if the decision differs, or there is none before the signal
 */
export const awaitConfirmed = async (
  { client, origin, signal }: SmokeApi,
  accepted: AcceptedPurchase,
  token: string,
): Promise<void> => {
  const path = accepted.location;
  const purchase = await explainFailure(
    { origin, method: 'GET', path, wanted: '200 with a purchase' },
    client.awaitDecision(accepted, { token, signal }).catch((error: unknown) => {
      if (!signal.aborted || error instanceof ApiError) throw error;
      throw new CommandError('The purchase was still PENDING after the timeout.');
    }),
  );
  if (purchase.status === 'CONFIRMED') return;
  throw makeUnexpectedError(`GET ${path}`, 'a CONFIRMED purchase', { status: 200, body: purchase });
};

type Leftovers = {
  readonly accepted: AcceptedPurchase | undefined;
  readonly show: TestShow | undefined;
  readonly token: string;
  readonly adminToken: string | undefined;
};

/** Cleans up, also after a failed step. @returns a sentence for each failure */
export const cleanUp = async (
  { client, signal }: SmokeApi,
  { accepted, show, token, adminToken }: Leftovers,
): Promise<string[]> => {
  const left: string[] = [];
  const attempt = async (outcome: Promise<unknown>): Promise<void> => {
    await outcome.catch((error: Error) => left.push(`${error.message}.`));
  };
  const options = { signal, isSafeToRepeat: true };
  if (accepted !== undefined) {
    const path = { purchaseId: accepted.purchaseId };
    await attempt(client.call('cancelPurchase', { ...options, path, token }));
    await attempt(client.call('erasePurchase', { ...options, path, token }));
  }
  if (show?.isOurs) {
    const path = { showId: show.showId };
    await attempt(client.call('removeShow', { ...options, path, token: adminToken }));
  }
  return left;
};

/** Calls a route. @param path as shown in errors @throws CommandError instead of the client's errors */
const callRoute = <Id extends RouteId>(
  { client, origin, signal }: SmokeApi,
  id: Id,
  path: string,
  request: RequestOf<Id> & CallOptions,
) => {
  const { method, status } = routes[id];
  const step = { origin, method, path, wanted: String(status) };
  return explainFailure(step, client.call(id, { ...request, signal }));
};

type Step = {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** The answer of a healthy stage, such as `202 with a Location`. */
  readonly wanted: string;
};

/** Awaits the outcome of a step. @throws CommandError instead of the client's errors */
const explainFailure = async <T>(
  { origin, method, path, wanted }: Step,
  outcome: Promise<T>,
): Promise<T> => {
  try {
    return await outcome;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof ApiError && error.answer) {
      throw makeUnexpectedError(`${method} ${path}`, wanted, error.answer);
    }
    const { cause = error } = error as Error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${method} ${origin}${path} got no answer: ${why || 'no connection'}.`, {
      cause: error,
    });
  }
};

/** The part of an answer's body in an error sentence. It fits a problem document's code and detail. */
const BODY_CHARACTERS = 300;

/** Makes the error of a step with an unexpected answer. */
const makeUnexpectedError = (
  step: string,
  wanted: string,
  { status, body }: Pick<HttpAnswer, 'status' | 'body'>,
): CommandError =>
  new CommandError(
    `${step} answered ${status} instead of ${wanted}: ${JSON.stringify(body ?? null).slice(0, BODY_CHARACTERS)}`,
  );
