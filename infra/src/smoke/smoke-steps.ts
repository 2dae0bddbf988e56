import { CommandError } from '@willcall/cli';
import {
  type AcceptedPurchase,
  ApiError,
  type CallOptions,
  type Client,
  type HttpAnswer,
} from '@willcall/client';
import { type RequestOf, type RouteId, routes } from '@willcall/contracts';

/** The API under test, and when the step ends that calls it. */
export type SmokeApi = {
  readonly client: Client;
  readonly origin: string;
  readonly signal: AbortSignal;
};

export type TestShow = {
  readonly showId: string;
  /** Whether a card has to be given. */
  readonly isFree: boolean;
  /** Whether it was made here, and is to be removed again. */
  readonly isOurs: boolean;
};

export type TicketRequest = {
  readonly show: TestShow;
  readonly token: string;
  /** The same key is the same purchase for ever. */
  readonly key: string;
  readonly now: Date;
};

/** @throws CommandError when the API does not answer as a healthy one does */
export const expectHealth = async (api: SmokeApi): Promise<void> => {
  await callRoute(api, 'getHealth', '/health', {});
};

/** Far enough for a purchase to be cancelled, which a begun show would refuse. */
const STARTS_IN_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/**
 * Makes a free show with one ticket.
 *
 * @throws CommandError when it was not made
 */
export const createTestShow = async (
  api: SmokeApi,
  adminToken: string,
  now: Date,
): Promise<TestShow> => {
  const { body: show } = await callRoute(api, 'createShow', '/v1/shows', {
    token: adminToken,
    // The worst is a second show like it.
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
 * Looks at a show that is there.
 *
 * @throws CommandError when it is not, or has no ticket left
 */
export const findTestShow = async (api: SmokeApi, showId: string): Promise<TestShow> => {
  const path = `/v1/shows/${encodeURIComponent(showId)}`;
  const { body: show } = await callRoute(api, 'getShow', path, { path: { showId } });
  const { price, available } = show;
  if (available < 1) throw new CommandError(`Show ${showId} has no tickets left.`);
  return { showId, isFree: price.amount === 0, isOurs: false };
};

/**
 * The number that payment providers publish for tests, so that nobody's card is ever sent.
 * Source: https://docs.stripe.com/testing
 */
const TEST_CARD = { number: '4242424242424242', expiryMonth: 12 } as const;
const CARD_IS_VALID_FOR_YEARS = 2;

/**
 * Asks for one ticket.
 *
 * @throws CommandError when the purchase was not accepted
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
 * @throws CommandError when it is decided otherwise, or not before the signal
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
      throw new CommandError('The purchase was still PENDING when the time was up.');
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

/** Cleans up, even after a step has failed. @returns a sentence for each failure */
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

/** Calls a route. @param path as people read it @throws CommandError in place of the client's own errors */
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
  /** What a healthy stage answers, such as `202 with a Location`. */
  readonly wanted: string;
};

/** The outcome of a step. @throws CommandError in place of the client's own errors */
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

/** Characters of an answer's body that a sentence holds: a problem document's code and detail. */
const BODY_CHARACTERS = 300;

/** The error of a step with an unexpected answer. */
const makeUnexpectedError = (
  step: string,
  wanted: string,
  { status, body }: Pick<HttpAnswer, 'status' | 'body'>,
): CommandError =>
  new CommandError(
    `${step} answered ${status} instead of ${wanted}: ${JSON.stringify(body ?? null).slice(0, BODY_CHARACTERS)}`,
  );
