import {
  type FieldError,
  type Purchase,
  type PurchaseRequest,
  WillcallError,
} from '@willcall/client';
import { known } from '@willcall/contracts';
import { waitToRetry } from '../api/wait-to-retry.ts';
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
  /** Other buyers are paying for the last tickets. The same request is sent again after this time. */
  | { readonly state: 'all-held'; readonly seconds: number | undefined }
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
      const seconds = error instanceof WillcallError ? error.retryAfterSeconds : undefined;
      tell(explainRetry(error, seconds));
      await waitToRetry(signal, seconds);
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

function explainRetry(error: unknown, seconds: number | undefined): Progress {
  if (isAllHeld(error)) return { state: 'all-held', seconds };
  const hasAnswer = error instanceof WillcallError && error.status !== undefined;
  return { state: hasAnswer ? 'busy' : 'no-connection' };
}

/** Held tickets that nobody pays come back, and the same key then gets them. */
const isAllHeld = (error: unknown): boolean =>
  error instanceof WillcallError && error.code === 'ALL_HELD';

/** A 4xx says that the request was not accepted. A 401 says nothing of it: the token has expired. */
const isFinal = (error: unknown): error is WillcallError =>
  error instanceof WillcallError &&
  error.status !== undefined &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 408, 429].includes(error.status) &&
  !isAllHeld(error);
