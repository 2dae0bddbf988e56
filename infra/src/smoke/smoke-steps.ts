import { type AcceptedPurchase, ApiError, type Client, type HttpAnswer } from '@willcall/client';
import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';

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

export type Wish = {
  readonly show: TestShow;
  readonly token: string;
  /** The same key is the same purchase for ever. */
  readonly key: string;
  readonly now: Date;
};

/** @throws CommandError when the API does not answer as a healthy one does */
export const expectHealth = async (api: SmokeApi): Promise<void> => {
  await ask(api, { method: 'GET', path: '/health', status: 200 });
};

const Made = z.object({ showId: z.string().min(1) });

/** Far enough for a purchase to be cancelled, which a begun show would refuse. */
const STARTS_IN_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/**
 * Makes a free show with one ticket.
 *
 * @throws CommandError when it was not made
 */
export const makeTestShow = async (
  api: SmokeApi,
  adminToken: string,
  now: Date,
): Promise<TestShow> => {
  const answer = await ask(api, {
    method: 'POST',
    path: '/v1/shows',
    status: 201,
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
  const made = Made.safeParse(answer.body);
  if (!made.success) throw unexpected('POST /v1/shows', '201', answer);
  return { showId: made.data.showId, isFree: true, isOurs: true };
};

const Seen = z.object({ price: z.object({ amount: z.int() }), available: z.int() });

/**
 * Looks at a show that is there.
 *
 * @throws CommandError when it is not, or has no ticket left
 */
export const findTestShow = async (api: SmokeApi, showId: string): Promise<TestShow> => {
  const path = `/v1/shows/${encodeURIComponent(showId)}`;
  const answer = await ask(api, { method: 'GET', path, status: 200 });
  const seen = Seen.safeParse(answer.body);
  if (!seen.success) throw unexpected(`GET ${path}`, '200', answer);
  const { price, available } = seen.data;
  if (available < 1) throw new CommandError(`Show ${showId} has no ticket left to buy.`);
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
  { show, token, key, now }: Wish,
): Promise<AcceptedPurchase> => {
  const expiryYear = now.getUTCFullYear() + CARD_IS_VALID_FOR_YEARS;
  const body = {
    showId: show.showId,
    quantity: 1,
    holder: { name: 'Smoke Test', email: 'smoke@example.com' },
    ...(!show.isFree && { card: { ...TEST_CARD, expiryYear } }),
  };
  const step = { origin, method: 'POST', path: '/v1/purchases', wanted: '202 with a Location' };
  return inWords(step, client.requestPurchase(body, { token, key, signal }));
};

/**
 * Looks at a purchase as often as the server asks for, until it is confirmed.
 *
 * @throws CommandError when it is decided otherwise, or not before the signal
 */
export const awaitConfirmed = async (
  { client, origin, signal }: SmokeApi,
  accepted: AcceptedPurchase,
  token: string,
): Promise<void> => {
  const path = accepted.location;
  const purchase = await inWords(
    { origin, method: 'GET', path, wanted: '200 with a purchase' },
    client.awaitDecision(accepted, { token, signal }).catch((error: unknown) => {
      if (!signal.aborted || error instanceof ApiError) throw error;
      throw new CommandError('The purchase was still PENDING at the end of the time.');
    }),
  );
  if (purchase.status === 'CONFIRMED') return;
  throw unexpected(`GET ${path}`, 'a CONFIRMED purchase', { status: 200, body: purchase });
};

export type Leftovers = {
  readonly accepted: AcceptedPurchase | undefined;
  readonly show: TestShow | undefined;
  readonly token: string;
  readonly adminToken: string | undefined;
};

/** Tries everything, also after a step has failed. @returns a sentence for each that did not work */
export const cleanUp = async (
  { client, signal }: SmokeApi,
  { accepted, show, token, adminToken }: Leftovers,
): Promise<string[]> => {
  const requests = [
    ...(accepted === undefined
      ? []
      : [
          { method: 'POST', path: `${accepted.location}/cancel`, token, status: 200 },
          { method: 'DELETE', path: accepted.location, token, status: 204 },
        ]),
    ...(show?.isOurs
      ? [{ method: 'DELETE', path: `/v1/shows/${show.showId}`, token: adminToken, status: 204 }]
      : []),
  ];
  const left: string[] = [];
  for (const request of requests) {
    await client.request({ ...request, signal, isSafeToRepeat: true }).catch((error: Error) => {
      const route = error instanceof ApiError ? '' : `${request.method} ${request.path}: `;
      left.push(`${route}${error.message}.`);
    });
  }
  return left;
};

type Request = Omit<Parameters<Client['request']>[0], 'signal'>;

const ask = ({ client, origin, signal }: SmokeApi, request: Request): Promise<HttpAnswer> => {
  const { method, path, status } = request;
  const step = { origin, method, path, wanted: String(status) };
  return inWords(step, client.request({ ...request, signal }));
};

type Step = {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** What a healthy stage answers, such as `202 with a Location`. */
  readonly wanted: string;
};

/** The outcome of a step. @throws CommandError in place of the client's own errors */
const inWords = async <T>(
  { origin, method, path, wanted }: Step,
  outcome: Promise<T>,
): Promise<T> => {
  try {
    return await outcome;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof ApiError && error.answer) {
      throw unexpected(`${method} ${path}`, wanted, error.answer);
    }
    const { cause = error } = error as Error;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      `${method} ${new URL(path, origin).href} got no answer: ${why || 'no connection'}.`,
      { cause: error },
    );
  }
};

/** Characters of an answer's body that a sentence holds: a problem document's code and detail. */
const SHOWN = 300;

/** A step that ended otherwise than a healthy stage ends it. */
const unexpected = (
  step: string,
  wanted: string,
  { status, body }: Pick<HttpAnswer, 'status' | 'body'>,
): CommandError =>
  new CommandError(
    `${step} answered ${status} instead of ${wanted}: ${JSON.stringify(body ?? null).slice(0, SHOWN)}`,
  );
