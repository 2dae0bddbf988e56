import {
  PURCHASE_MESSAGE_VERSION,
  type PurchaseMessage,
  PurchaseRequest,
} from '@willcall/contracts';
import {
  checkCard,
  isBeforeSale,
  issuePurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
  type TypedCard,
} from '@willcall/domain';
import {
  buyerOf,
  type HttpEvent,
  type HttpReply,
  type Observability,
  ProblemError,
  parse,
  readRequest,
} from '@willcall/lambda';
import { type Queue, sendPurchase } from '@willcall/messaging';
import { IDEMPOTENCY_KEY_HEADER } from './idempotency-key.ts';
import type { ShowCopy } from './show-copies.ts';

/** Seconds: about what a decision takes when no queue has built up. */
const RETRY_AFTER_SECONDS = '1';

export type AcceptDependencies = {
  readonly queue: Queue;
  readonly shows: (showId: string) => Promise<ShowCopy>;
  readonly keys: () => Promise<PurchaseIdKeys>;
  readonly clock: () => Date;
} & Pick<Observability, 'log' | 'measure'>;

/**
 * Accepts a purchase: validates it, computes its id, and sends one message. Nothing is recorded here,
 * so a retry with the same key is harmless at any time, and gives the same id.
 *
 * @throws ProblemError INVALID_REQUEST, INVALID_CARD, SALE_NOT_OPEN; MessagingError when the queue is
 *   out of reach: nothing was accepted.
 */
export const accept =
  ({ queue, shows, keys, clock, log, measure }: AcceptDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const request = readRequest(event);
    const userId = buyerOf(event);
    const now = clock();
    const { card: typedCard, ...asked } = parse(PurchaseRequest, request.body);
    const order = { ...asked, quantity: asked.quantity ?? asked.seats?.length ?? 0 };
    const card = typedCard && acceptedCard(typedCard, now);
    const requestedAt = now.toISOString();
    refuseAtOnce(await shows(order.showId), { hasCard: card !== undefined, requestedAt });

    const idempotencyKey = request.headers[IDEMPOTENCY_KEY_HEADER] ?? '';
    const purchaseId = issuePurchaseId(
      { userId, idempotencyKey },
      { ...order, card },
      await keys(),
    );
    const message: PurchaseMessage = {
      version: PURCHASE_MESSAGE_VERSION,
      purchaseId,
      userId,
      ...order,
      card,
      requestedAt,
      correlationId: request.correlationId,
    };
    const { key = '' } = parsePurchaseId(purchaseId) ?? {};
    await sendPurchase(queue, message, key, request.traceHeader);
    measure.count('PurchasesAccepted');
    log.info('Purchase accepted', {
      purchaseId,
      showId: order.showId,
      correlationId: request.correlationId,
    });

    return {
      status: 202,
      headers: {
        location: `${request.mount}/purchases/${purchaseId}`,
        'retry-after': RETRY_AFTER_SECONDS,
      },
      body: { purchaseId, status: 'PENDING' },
    };
  };

/** The only place that sees a card number; brand and last four digits are all that leaves it. */
function acceptedCard(typed: TypedCard, now: Date) {
  const checked = checkCard(typed, now);
  if ('card' in checked) return checked.card;
  const wrong = {
    number: { path: 'card.number', message: 'is not a card number' },
    brand: { path: 'card.number', message: 'must be of a Visa or a Mastercard' },
    expired: { path: 'card.expiryYear', message: 'has passed: the card is expired' },
  }[checked.refused];
  throw new ProblemError('INVALID_CARD', { errors: [wrong] });
}

/**
 * What can be said at once, by a copy of the show that may be a second old. None of it is recorded, so
 * that the same key may try again; everything else is for the worker to refuse.
 */
function refuseAtOnce(
  show: ShowCopy,
  purchase: { readonly hasCard: boolean; readonly requestedAt: string },
): void {
  if (show === 'unknown') return;
  if (isBeforeSale(show, purchase.requestedAt)) {
    throw new ProblemError('SALE_NOT_OPEN', { detail: `The sale opens at ${show.saleOpensAt}.` });
  }
  if (show.price.amount > 0 && !purchase.hasCard) {
    throw new ProblemError('INVALID_REQUEST', {
      errors: [{ path: 'card', message: 'is required: the show is not free' }],
    });
  }
}
