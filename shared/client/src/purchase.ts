import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type DecidedPurchase,
  type PendingPurchase,
  type PurchaseRequest,
  statuses,
} from '@willcall/contracts';
import { ApiError, retryAfterSeconds } from './api-error.ts';
import type { JudgedRequest, Token } from './request.ts';
import type { HttpAnswer } from './transport.ts';

/** A purchase that the API has promised to decide. */
export type AcceptedPurchase = {
  readonly purchaseId: string;
  /** Where its decision is to be read. */
  readonly location: string;
  /** Seconds after which to look; undefined when the server does not say. */
  readonly retryAfterSeconds: number | undefined;
};

export type PurchaseOptions = {
  /** The buyer's; the client's own when left out. */
  readonly token?: Token | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type KeyedOptions = PurchaseOptions & {
  /** The same key is the same purchase for ever; a new one when left out. */
  readonly key?: string | undefined;
};

export type PollOptions = PurchaseOptions & {
  /** Milliseconds between two looks, in place of what Retry-After says: to keep a test short. */
  readonly pollMs?: number | undefined;
};

export type BuyOptions = KeyedOptions &
  PollOptions & { readonly onAccepted?: (accepted: AcceptedPurchase) => void };

/** Sends a request, again where that is safe, and throws ApiError for all but success. */
export type SendJudged = (request: JudgedRequest) => Promise<HttpAnswer>;

/** Milliseconds between two looks when the server does not say. */
const PAUSE_MS = 1_000;

/**
 * Asks for tickets, again with the same key while the API is out of reach, so that a lost answer never
 * buys twice.
 *
 * @throws ApiError for anything but 202 with a Location; the signal's reason
 */
export async function requestPurchase(
  send: SendJudged,
  body: PurchaseRequest,
  { key = randomUUID(), token, signal }: KeyedOptions,
): Promise<AcceptedPurchase> {
  const route = 'POST /v1/purchases';
  const also = ' with a Location';
  const answer = await send({
    method: 'POST',
    path: '/v1/purchases',
    headers: { 'idempotency-key': key },
    status: 202,
    body,
    token,
    signal,
    route,
    also,
  });
  const { location } = answer.headers;
  if (location === undefined || !isPurchase(answer.body)) {
    throw new ApiError(route, answer, `202${also}`);
  }
  return {
    purchaseId: answer.body.purchaseId,
    location,
    retryAfterSeconds: retryAfterSeconds(answer),
  };
}

/**
 * Looks at a purchase as often as the server asks for, until it is decided.
 *
 * @throws ApiError for anything but a purchase; the signal's reason when time is up before
 */
export async function awaitDecision(
  send: SendJudged,
  accepted: Pick<AcceptedPurchase, 'location' | 'retryAfterSeconds'>,
  { token, signal, pollMs }: PollOptions,
): Promise<DecidedPurchase> {
  const route = 'GET Location';
  const also = ' and a purchase';
  let seconds = accepted.retryAfterSeconds;
  for (;;) {
    await pause(pollMs ?? (seconds === undefined ? PAUSE_MS : seconds * 1_000), signal);
    const answer = await send({
      method: 'GET',
      path: accepted.location,
      status: 200,
      token,
      signal,
      route,
      also,
    });
    if (!isPurchase(answer.body)) throw new ApiError(route, answer, `200${also}`);
    if (answer.body.status !== 'PENDING') return answer.body;
    seconds = retryAfterSeconds(answer);
  }
}

const pause = async (milliseconds: number, signal: AbortSignal | undefined): Promise<void> => {
  await delay(milliseconds, undefined, { signal }).catch(() => signal?.throwIfAborted());
};

const isPurchase = (body: unknown): body is DecidedPurchase | PendingPurchase => {
  const { purchaseId, status }: Partial<Record<string, unknown>> = Object(body);
  return typeof purchaseId === 'string' && statuses.some((one) => one === status);
};
