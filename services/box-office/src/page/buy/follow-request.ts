import {
  type FieldError,
  type Purchase,
  type PurchaseRequest,
  WillcallError,
} from '@willcall/client';
import { known } from '@willcall/contracts';
import { purchases } from '../api/willcall.ts';
import { type KeptRequest, keepRequest } from '../kept/requests.ts';

export type CardInput = NonNullable<PurchaseRequest['card']>;

/** How far a request has come. */
export type Progress =
  | { readonly state: 'asking' }
  /** Nobody knows whether the API has the request, and the card is not kept. */
  | { readonly state: 'card-needed' }
  | { readonly state: 'waiting'; readonly estimatedWaitSeconds: number | undefined }
  /** The API asks to try again later. */
  | { readonly state: 'busy' }
  | { readonly state: 'no-connection' }
  | { readonly state: 'decided'; readonly purchase: Purchase }
  /** The API refused it, for the reason of the code. Its fields and its card go back to the form. */
  | {
      readonly state: 'refused';
      readonly code: string;
      readonly errors: readonly FieldError[];
      readonly card: CardInput | undefined;
    };

/** The cards of requests that the API has not accepted yet. They are in memory only. */
const cards = new Map<string, CardInput>();

/** Holds the card of a request until the API has accepted or refused the request. */
export const holdCard = (key: string, card: CardInput): void => void cards.set(key, card);

/**
 * Brings a request to its end: sends it until it is accepted, then waits for the decision. It is sent with
 * the same key each time, so nothing is bought twice. A lost connection only makes it take longer.
 *
 * @throws the reason of the signal
 */
export async function followRequest(
  request: KeptRequest,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  let current = request;
  const takeSteps = async () => {
    const purchaseId = current.purchaseId ?? (await send(current, tell, signal));
    if (purchaseId === undefined) return;
    current = { ...current, purchaseId };
    keepRequest(current);
    tell({ state: 'waiting', estimatedWaitSeconds: undefined });
    const purchase = await purchases.resume(purchaseId, {
      signal,
      onPending: ({ estimatedWaitSeconds }) => tell({ state: 'waiting', estimatedWaitSeconds }),
    });
    keepRequest({ ...current, end: 'decided' });
    tell({ state: 'decided', purchase });
  };
  for (;;) {
    try {
      return await takeSteps();
    } catch (error) {
      signal.throwIfAborted();
      if (isFinal(error)) return refuse(current, error, tell);
      const hasAnswer = error instanceof WillcallError && error.status !== undefined;
      tell({ state: hasAnswer ? 'busy' : 'no-connection' });
      await waitToRetry(signal, hasAnswer ? error.retryAfterSeconds : undefined);
    }
  }
}

/** Sends a request, and returns the id of its purchase. Undefined if its card is needed first. */
async function send(
  { key, card, body }: KeptRequest,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  const typed = cards.get(key);
  if (card !== undefined && typed === undefined) {
    tell({ state: 'card-needed' });
    return undefined;
  }
  tell({ state: 'asking' });
  const holder = known(body.holder, 'the holder of a request that is not accepted');
  const whole = { ...body, holder, ...(typed && { card: typed }) };
  const { purchaseId } = await purchases.request(whole, { idempotencyKey: key, signal });
  cards.delete(key);
  return purchaseId;
}

function refuse(
  request: KeptRequest,
  { code, errors }: WillcallError,
  tell: (progress: Progress) => void,
): void {
  const card = cards.get(request.key);
  cards.delete(request.key);
  keepRequest({ ...request, end: 'refused', refusal: code });
  tell({ state: 'refused', code, errors, card });
}

/** A 4xx says that the request was not accepted. A 401 says nothing of it: the token has expired. */
const isFinal = (error: unknown): error is WillcallError =>
  error instanceof WillcallError &&
  error.status !== undefined &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 408, 429].includes(error.status);

/** Seconds, if the API does not say how long. */
const RETRY_SECONDS = 4;

/** Waits are up to this much longer, so that many buyers do not return at the same moment. */
const JITTER = 0.25;

/** Waits as the API asks, or until the browser is online again, which it may not know. */
const waitToRetry = (signal: AbortSignal, seconds = RETRY_SECONDS): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, seconds * 1_000 * (1 + Math.random() * JITTER));
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
