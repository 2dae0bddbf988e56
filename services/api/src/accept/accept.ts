import { randomUUID } from 'node:crypto';
import type middy from '@middy/core';
import {
  IdempotencyKey,
  known,
  PURCHASE_MESSAGE_VERSION,
  type PurchaseMessage,
} from '@willcall/contracts';
import {
  type CardInput,
  checkCard,
  issuePurchaseId,
  mayBeUndecided,
  type PurchaseIdKeys,
  parsePurchaseId,
} from '@willcall/domain';
import {
  type Handler,
  type HttpEvent,
  type HttpReply,
  type Observability,
  ProblemError,
} from '@willcall/lambda';
import { type Queue, sendPurchase } from '@willcall/messaging';
import type { QueueWait } from '../waiting/queue-wait.ts';
import { describeCardFaults } from './card-faults.ts';
import type { FindEarlierAttempt, QueuedPurchases } from './earlier-attempt.ts';
import {
  type CachedShow,
  type FindSoldOut,
  findAllHeld,
  findEarlyRefusal,
} from './early-refusal.ts';

type AcceptDependencies = {
  readonly queue: Queue;
  readonly shows: (showId: string) => Promise<CachedShow>;
  readonly soldOut: FindSoldOut;
  readonly earlier: FindEarlierAttempt;
  readonly queued: QueuedPurchases;
  readonly wait: () => Promise<QueueWait>;
  readonly keys: () => Promise<PurchaseIdKeys>;
  readonly clock: () => Date;
} & Pick<Observability, 'log' | 'measure'>;

/**
 * `POST /purchases`: checks a purchase, computes its id, and sends one message. It records nothing, so a
 * retry with the same key is always safe and returns the same id.
 *
 * A refusal is never the answer to a retry of a purchase that was accepted, whatever has changed since:
 *
 *     nothing against it                     → queue
 *     an attempt before the change           → queue: it may be undecided, for as long as SQS keeps it.
 *       may still be undecided                 The worker gets the messages of a buyer in order
 *     the purchase has a record              → the usual answer, without a message
 *     no record, or it cannot be read, but   → queue
 *       an attempt is possible
 *     no record                              → refused
 *
 * @throws ProblemError INVALID_REQUEST, INVALID_CARD, SALE_NOT_OPEN, SOLD_OUT, ALL_HELD; MessagingError if the
 *   queue is unavailable: the purchase may have been accepted, so only the same key is safe to retry.
 */
export const accept =
  ({
    queue,
    shows,
    soldOut,
    earlier,
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
    const { card, expiredAt } = typedCard ? requireValidCard(typedCard, now) : {};
    const order = {
      ...request,
      quantity: known(request.quantity ?? request.seats?.length, 'number of tickets'),
      card,
    };
    const idempotencyKey = known(headers[IDEMPOTENCY_KEY_HEADER], 'idempotency key');
    const purchaseId = issuePurchaseId({ userId, idempotencyKey }, order, await keys());
    const { key } = known(parsePurchaseId(purchaseId), 'key in an issued id');

    const show = await shows(order.showId);
    const tickets = { ...request, hasCard: card !== undefined, cardExpiredAt: expiredAt, now };
    const refusal =
      findEarlyRefusal(show, tickets) ?? (await soldOut(show, now)) ?? findAllHeld(show, now);
    const isSure = refusal !== undefined && !mayBeUndecided(refusal.since, now);
    const attempt = isSure ? await earlier({ userId, key, showId: order.showId }) : 'possible';
    if (isSure && attempt === 'none') {
      if (refusal.problem.code === 'SOLD_OUT') measure.count('RefusedUnderLatch');
      if (refusal.problem.code === 'ALL_HELD') measure.count('RefusedAllHeld');
      throw refusal.problem;
    }
    const queueWait = wait();
    if (attempt !== 'decided') {
      const message: PurchaseMessage = {
        version: PURCHASE_MESSAGE_VERSION,
        purchaseId,
        userId,
        ...order,
        ...(expiredAt === undefined ? {} : { hasExpiredCard: true }),
        requestedAt: now.toISOString(),
        correlationId,
      };
      queued.remember(key);
      await sendPurchase(queue, message, key, traceHeader);
      measure.count('PurchasesAccepted');
    }
    const line = attempt === 'decided' ? 'Purchase already decided' : 'Purchase accepted';
    log.info(line, { purchaseId, showId: order.showId, correlationId });

    const { retryAfter } = await queueWait;
    return {
      headers: { location: `${mount}/purchases/${purchaseId}`, 'retry-after': retryAfter },
      answer: { purchaseId, status: 'PENDING' },
    };
  };

/**
 * The only function that sees a card number. It returns the brand and the last four digits, and when the
 * card expired, if it has: the same request was valid before.
 */
function requireValidCard(typed: CardInput, now: Date) {
  const checked = checkCard(typed, now);
  if ('card' in checked) return checked;
  throw new ProblemError('INVALID_CARD', { errors: describeCardFaults({ card: typed }, now) });
}

const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

/**
 * Gives every request an idempotency key, the caller's or a generated one, and returns it in every
 * response, including errors. A caller who sent no key can retry with the generated one.
 *
 * @throws ProblemError INVALID_IDEMPOTENCY_KEY
 */
export function idempotencyKey(): middy.MiddlewareObj<HttpEvent, HttpReply> {
  const returnKey: middy.MiddlewareFn<HttpEvent, HttpReply> = ({ event, response }) => {
    const key = event.headers[IDEMPOTENCY_KEY_HEADER];
    if (!response || key === undefined || !IdempotencyKey.safeParse(key).success) return;
    Object.assign(response, { headers: { ...response.headers, [IDEMPOTENCY_KEY_HEADER]: key } });
  };
  return {
    before: ({ event }) => {
      event.headers[IDEMPOTENCY_KEY_HEADER] ??= randomUUID();
      if (!IdempotencyKey.safeParse(event.headers[IDEMPOTENCY_KEY_HEADER]).success) {
        throw new ProblemError('INVALID_IDEMPOTENCY_KEY');
      }
    },
    after: returnKey,
    onError: returnKey,
  };
}
