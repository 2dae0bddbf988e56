import { known, PURCHASE_MESSAGE_VERSION, type PurchaseMessage } from '@willcall/contracts';
import {
  type CardInput,
  checkCard,
  issuePurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
} from '@willcall/domain';
import { type Handler, type Observability, ProblemError } from '@willcall/lambda';
import { type Queue, sendPurchase } from '@willcall/messaging';
import type { QueueWait } from '../waiting/queue-wait.ts';
import { type CachedShow, refuseEarly } from './cached-show.ts';
import { IDEMPOTENCY_KEY_HEADER } from './idempotency-key.ts';
import type { CheckLatch, QueuedPurchases } from './sold-out-latch.ts';

type AcceptDependencies = {
  readonly queue: Queue;
  readonly shows: (showId: string) => Promise<CachedShow>;
  readonly latch: CheckLatch;
  readonly queued: QueuedPurchases;
  readonly wait: () => Promise<QueueWait>;
  readonly keys: () => Promise<PurchaseIdKeys>;
  readonly clock: () => Date;
} & Pick<Observability, 'log' | 'measure'>;

/**
 * `POST /purchases`: checks a purchase, computes its id, and sends one message. It records nothing, so a
 * retry with the same key is always safe and returns the same id. Under a settled sold-out latch it sends
 * nothing: a purchase with a record gets the usual answer, and any other is refused.
 *
 * @throws ProblemError INVALID_REQUEST, INVALID_CARD, SALE_NOT_OPEN, SOLD_OUT; MessagingError if the
 *   queue is unavailable: the purchase may have been accepted, so only the same key is safe to retry.
 */
export const accept =
  ({
    queue,
    shows,
    latch,
    queued,
    wait,
    keys,
    clock,
    log,
    measure,
  }: AcceptDependencies): Handler<'requestPurchase'> =>
  async ({ caller: userId, body, headers, mount, correlationId, traceHeader }) => {
    const now = clock();
    const { card: typedCard, ...request } = body;
    const card = typedCard && requireValidCard(typedCard, now);
    const order = {
      ...request,
      quantity: known(request.quantity ?? request.seats?.length, 'number of tickets'),
      card,
    };
    const requestedAt = now.toISOString();
    const show = await shows(order.showId);
    refuseEarly(show, { ...request, hasCard: card !== undefined, requestedAt });

    const idempotencyKey = known(headers[IDEMPOTENCY_KEY_HEADER], 'idempotency key');
    const purchaseId = issuePurchaseId({ userId, idempotencyKey }, order, await keys());
    const { key } = known(parsePurchaseId(purchaseId), 'key in an issued id');
    const verdict = await latch(show, { userId, key, now });
    if (verdict === 'sold-out') {
      measure.count('RefusedUnderLatch');
      throw new ProblemError('SOLD_OUT');
    }
    const queueWait = wait();
    if (verdict === 'queue') {
      const message: PurchaseMessage = {
        version: PURCHASE_MESSAGE_VERSION,
        purchaseId,
        userId,
        ...order,
        requestedAt,
        correlationId,
      };
      queued.remember(key);
      await sendPurchase(queue, message, key, traceHeader);
      measure.count('PurchasesAccepted');
    }
    const line = verdict === 'queue' ? 'Purchase accepted' : 'Purchase already decided';
    log.info(line, { purchaseId, showId: order.showId, correlationId });

    const { retryAfter } = await queueWait;
    return {
      headers: { location: `${mount}/purchases/${purchaseId}`, 'retry-after': retryAfter },
      answer: { purchaseId, status: 'PENDING' },
    };
  };

/** The only function that sees a card number. It returns the brand and the last four digits. */
function requireValidCard(typed: CardInput, now: Date) {
  const checked = checkCard(typed, now);
  if ('card' in checked) return checked.card;
  const wrong = {
    number: { path: 'card.number', message: 'is not a card number' },
    brand: { path: 'card.number', message: 'must be the number of a Visa or Mastercard card' },
    expired: { path: 'card.expiryYear', message: 'must not be in the past: the card has expired' },
  }[checked.refused];
  throw new ProblemError('INVALID_CARD', { errors: [wrong] });
}
