import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { parsePurchaseId, ticketIds } from '@willcall/domain';
import { StreamError } from '../errors.ts';
import type { PurchaseChange } from '../record/change.ts';
import type { PurchaseImage } from '../record/purchase-image.ts';
import { eventId } from './event-id.ts';

/**
 * PurchaseConfirmed, PurchaseRejected or PurchaseFailed: of a purchase that has that status now, and
 * had not before.
 *
 * @throws StreamError UNREADABLE_RECORD when the record lacks what its status promises.
 */
export function purchaseDecided({ before, after }: PurchaseChange): WillcallEvent[] {
  if (after === undefined || after.status === before?.status) return [];
  switch (after.status) {
    case 'CONFIRMED':
      return [{ type: 'PurchaseConfirmed', detail: confirmed(after) }];
    case 'REJECTED':
      return [{ type: 'PurchaseRejected', detail: rejected(after) }];
    case 'FAILED':
      return [{ type: 'PurchaseFailed', detail: failed(after) }];
    case 'CANCELLED':
      return [];
  }
}

type PurchaseFields = Omit<
  EventDetail<'PurchaseRejected'>,
  'eventId' | 'occurredAt' | 'reason' | 'refusedSeats'
>;

const identityOf = (purchase: PurchaseImage): Omit<PurchaseFields, 'showId' | 'quantity'> => ({
  version: EVENT_VERSION,
  correlationId: purchase.correlationId,
  purchaseId: purchase.purchaseId,
  userId: purchase.userId,
  requestedAt: purchase.requestedAt,
  decidedAt: purchase.decidedAt,
});

/** What is known of a purchase whose message perhaps nobody has read: show and quantity may be missing. */
export const knownFieldsOf = (
  purchase: PurchaseImage,
): Omit<PurchaseFields, 'showId' | 'quantity'> &
  Partial<Pick<PurchaseFields, 'showId' | 'quantity'>> => ({
  ...identityOf(purchase),
  ...(purchase.showId === undefined ? {} : { showId: purchase.showId }),
  ...(purchase.quantity === undefined ? {} : { quantity: purchase.quantity }),
});

/** What is the same in every event of a purchase that was understood. @throws StreamError UNREADABLE_RECORD */
const purchaseFieldsOf = (purchase: PurchaseImage): PurchaseFields => ({
  ...identityOf(purchase),
  showId: known(purchase.showId, 'showId'),
  quantity: known(purchase.quantity, 'quantity'),
});

function confirmed(purchase: PurchaseImage): EventDetail<'PurchaseConfirmed'> {
  const fields = purchaseFieldsOf(purchase);
  const { key } = known(parsePurchaseId(purchase.purchaseId), 'purchaseId');
  return {
    eventId: eventId('PurchaseConfirmed', purchase.userId, purchase.recordKey),
    occurredAt: purchase.decidedAt,
    ...fields,
    ticketIds: ticketIds(purchase.userId, key, fields.quantity),
    total: known(purchase.total, 'total'),
  };
}

const rejected = (purchase: PurchaseImage): EventDetail<'PurchaseRejected'> => ({
  eventId: eventId('PurchaseRejected', purchase.userId, purchase.recordKey),
  occurredAt: purchase.decidedAt,
  ...purchaseFieldsOf(purchase),
  reason: known(purchase.reason, 'reason'),
  ...(purchase.refusedSeats === undefined ? {} : { refusedSeats: purchase.refusedSeats }),
});

const failed = (purchase: PurchaseImage): EventDetail<'PurchaseFailed'> => ({
  eventId: eventId('PurchaseFailed', purchase.userId, purchase.recordKey),
  occurredAt: purchase.decidedAt,
  ...knownFieldsOf(purchase),
});

function known<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new StreamError('UNREADABLE_RECORD', `A purchase is without its ${name}`);
}
