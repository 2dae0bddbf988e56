import type { Card, Money, PurchaseRequest } from '@willcall/client';
import { keep, readKept } from './storage.ts';

/**
 * A purchase that the buyer asked for, kept so that a reload, a closed tab or a lost connection loses
 * nothing: the same key and body are sent again. Of the card, only the brand and the last four digits are kept.
 * The holder is kept no longer than the request may have to be sent.
 */
export type KeptRequest = {
  /** The idempotency key. */
  readonly key: string;
  readonly user: string;
  readonly showName: string;
  readonly body: Omit<PurchaseRequest, 'card' | 'holder'> &
    Partial<Pick<PurchaseRequest, 'holder'>>;
  readonly card?: Card;
  /** What the buyer agreed to pay. */
  readonly total: Money;
  /** Present once the API has accepted the request. */
  readonly purchaseId?: string;
  /** Present once the page no longer follows it. */
  readonly end?: 'decided' | 'refused' | 'left';
  /** The code with which the API refused the request. */
  readonly refusal?: string;
};

const NAME = 'requests';

/** More than anybody has open. The oldest are forgotten; the API keeps their purchases. */
const MOST_KEPT = 50;

const isKept = (value: unknown): value is readonly KeptRequest[] =>
  Array.isArray(value) &&
  value.every((one) => {
    const { key, user, body, total }: Partial<Record<string, unknown>> = Object(one);
    return typeof key === 'string' && typeof user === 'string' && !!body && !!total;
  });

const readAll = (): readonly KeptRequest[] => readKept(NAME, isKept) ?? [];

/** Keeps a request in its present state. */
export function keepRequest(request: KeptRequest): void {
  const others = readAll().filter(({ key }) => key !== request.key);
  keep(NAME, [request, ...others].slice(0, MOST_KEPT).map(dropHolder));
}

/** Drops the name and the e-mail address of a request that is not sent again. The API has those of a purchase. */
function dropHolder(request: KeptRequest): KeptRequest {
  if (request.purchaseId === undefined && request.end === undefined) return request;
  const { holder: _, ...body } = request.body;
  return { ...request, body };
}

/** Forgets what is kept of a purchase, because its buyer has erased it. */
export function forgetPurchase(purchaseId: string): void {
  keep(
    NAME,
    readAll().filter((request) => request.purchaseId !== purchaseId),
  );
}

export const findRequest = (key: string, user: string): KeptRequest | undefined =>
  readAll().find((request) => request.key === key && request.user === user);

/** Finds a user's request for a show that has not come to an end. */
export const findOpenRequest = (showId: string, user: string): KeptRequest | undefined =>
  readAll().find(
    ({ body, end, ...request }) =>
      end === undefined && request.user === user && body.showId === showId,
  );
