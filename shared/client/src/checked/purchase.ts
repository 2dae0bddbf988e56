import { randomUUID } from 'node:crypto';
import {
  answers,
  type DecidedPurchase,
  type PendingPurchase,
  type PurchaseRequest,
  routes,
  VERSION_PREFIX,
} from '@willcall/contracts';
import type { Token } from '../http.ts';
import { ApiError, retryAfterSeconds } from './api-error.ts';
import type { SendChecked, Wait } from './request.ts';

/** A purchase that the API has accepted. */
export type AcceptedPurchase = {
  readonly purchaseId: string;
  /** The URL of the decision. */
  readonly location: string;
  /** Seconds until the first poll. Undefined if the server does not specify it. */
  readonly retryAfterSeconds: number | undefined;
  /** Milliseconds that the API took to accept it, without the wait for a free connection. */
  readonly answerMs: number;
};

type PurchaseOptions = {
  /** The buyer's token. Defaults to the client's own. */
  readonly token?: Token | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type KeyedOptions = PurchaseOptions & {
  /** The same key always means the same purchase. Defaults to a new key. */
  readonly key?: string | undefined;
};

export type PollOptions = PurchaseOptions & {
  /** Milliseconds between two polls, instead of Retry-After. Keeps tests short. */
  readonly pollMs?: number | undefined;
};

export type BuyOptions = KeyedOptions &
  PollOptions & { readonly onAccepted?: (accepted: AcceptedPurchase) => void };

/** Milliseconds between two polls if the server does not specify it. */
const PAUSE_MS = 1_000;

/**
 * Requests tickets. If the API does not answer, it repeats the request with the same key, so a lost
 * answer never buys twice.
 *
 * @throws ApiError for anything but 202 with a Location; the signal's reason. After a 5xx or no answer it is
 *   not known whether the purchase was accepted: repeat it with the same `key`, never with a new one.
 */
export async function requestPurchase(
  send: SendChecked,
  body: PurchaseRequest,
  { key = randomUUID(), token, signal }: KeyedOptions,
): Promise<AcceptedPurchase> {
  const { method, path, status } = routes.requestPurchase;
  const route = `${method} ${VERSION_PREFIX}${path}`;
  const expected = '202 with a Location';
  const answer = await send({
    method,
    path: `${VERSION_PREFIX}${path}`,
    headers: { 'idempotency-key': key },
    body,
    token,
    signal,
    route,
    status,
    answer: answers.requestPurchase,
    expected,
  });
  const { location } = answer.headers;
  if (location === undefined) throw new ApiError(route, answer, expected);
  const { purchaseId } = answer.body as PendingPurchase;
  const { answerMs } = answer;
  return { purchaseId, location, retryAfterSeconds: retryAfterSeconds(answer), answerMs };
}

/**
 * Polls a purchase at the interval that the server requests, until it is decided.
 *
 * @throws ApiError for anything but a purchase; the signal's reason if it ends the wait
 */
export async function awaitDecision(
  { send, wait }: { readonly send: SendChecked; readonly wait: Wait },
  accepted: Pick<AcceptedPurchase, 'location' | 'retryAfterSeconds'>,
  { token, signal, pollMs }: PollOptions,
): Promise<DecidedPurchase> {
  const { method, status } = routes.getPurchase;
  let seconds = accepted.retryAfterSeconds;
  for (;;) {
    const pauseMs = pollMs ?? (seconds === undefined ? PAUSE_MS : seconds * 1_000);
    await wait(pauseMs, signal).catch(() => signal?.throwIfAborted());
    const answer = await send({
      method,
      path: accepted.location,
      token,
      signal,
      route: 'GET Location',
      status,
      answer: answers.getPurchase,
      expected: '200 and a purchase',
    });
    const purchase = answer.body as DecidedPurchase | PendingPurchase;
    if (purchase.status !== 'PENDING') return purchase;
    seconds = retryAfterSeconds(answer);
  }
}
