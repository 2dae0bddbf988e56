import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { computeTicketIds, parsePurchaseId } from '@willcall/domain';
import { StreamError } from '../errors.ts';
import type { PurchaseImage, PurchaseRecordChange } from '../read-change.ts';
import { eventId } from './event-fields.ts';

/** The events of a purchase change. @throws StreamError UNREADABLE_RECORD */
export const purchaseEvents = (change: PurchaseRecordChange): WillcallEvent[] => [
  ...purchaseDecided(change),
  ...purchaseCancelled(change),
];

/**
 * The event of a purchase that newly has a status. A purchase has each status at most once.
 *
 * @throws StreamError UNREADABLE_RECORD if the record lacks fields that its status requires.
 */
function purchaseDecided({ before, after }: PurchaseRecordChange): WillcallEvent[] {
  if (after === undefined || after.status === before?.status) return [];
  switch (after.status) {
    case 'HELD':
      return [{ type: 'PurchaseHeld', detail: heldDetail(after) }];
    case 'EXPIRED':
      return [{ type: 'HoldExpired', detail: expiredDetail(after) }];
    case 'CONFIRMED':
      return [{ type: 'PurchaseConfirmed', detail: confirmedDetail(after) }];
    case 'REJECTED':
      return [{ type: 'PurchaseRejected', detail: rejectedDetail(after) }];
    case 'FAILED':
      return [{ type: 'PurchaseFailed', detail: failedDetail(after) }];
    case 'CANCELLED':
      return [];
  }
}

/** PurchaseCancelled for a purchase that was cancelled before or after its decision. */
function purchaseCancelled({ before, after, recordedAt }: PurchaseRecordChange): WillcallEvent[] {
  if (after?.status !== 'CANCELLED' || before?.status === 'CANCELLED') return [];
  const detail: EventDetail<'PurchaseCancelled'> = {
    eventId: eventId('PurchaseCancelled', after.userId, after.recordKey),
    occurredAt: after.cancelledAt ?? recordedAt,
    ...knownFieldsOf(after),
  };
  return [{ type: 'PurchaseCancelled', detail }];
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

/** The known fields of a purchase. Show and quantity are missing if its message was never read. */
const knownFieldsOf = (
  purchase: PurchaseImage,
): Omit<PurchaseFields, 'showId' | 'quantity'> &
  Partial<Pick<PurchaseFields, 'showId' | 'quantity'>> => ({
  ...identityOf(purchase),
  ...(purchase.showId === undefined ? {} : { showId: purchase.showId }),
  ...(purchase.quantity === undefined ? {} : { quantity: purchase.quantity }),
});

/** The common fields of events about a readable purchase. @throws StreamError UNREADABLE_RECORD */
const purchaseFieldsOf = (purchase: PurchaseImage): PurchaseFields => ({
  ...identityOf(purchase),
  showId: requireField(purchase.showId, 'showId'),
  quantity: requireField(purchase.quantity, 'quantity'),
});

function confirmedDetail(purchase: PurchaseImage): EventDetail<'PurchaseConfirmed'> {
  const fields = purchaseFieldsOf(purchase);
  const { key } = requireField(parsePurchaseId(purchase.purchaseId), 'purchaseId');
  return {
    eventId: eventId('PurchaseConfirmed', purchase.userId, purchase.recordKey),
    occurredAt: purchase.paidAt ?? purchase.decidedAt,
    ...fields,
    ticketIds: computeTicketIds(purchase.userId, key, fields.quantity),
    total: requireField(purchase.total, 'total'),
  };
}

const heldDetail = (purchase: PurchaseImage): EventDetail<'PurchaseHeld'> => ({
  eventId: eventId('PurchaseHeld', purchase.userId, purchase.recordKey),
  occurredAt: purchase.decidedAt,
  ...purchaseFieldsOf(purchase),
  total: requireField(purchase.total, 'total'),
  holdUntil: requireField(purchase.holdUntil, 'holdUntil'),
});

const expiredDetail = (purchase: PurchaseImage): EventDetail<'HoldExpired'> => ({
  eventId: eventId('HoldExpired', purchase.userId, purchase.recordKey),
  occurredAt: requireField(purchase.expiredAt, 'expiredAt'),
  ...purchaseFieldsOf(purchase),
  holdUntil: requireField(purchase.holdUntil, 'holdUntil'),
});

const rejectedDetail = (purchase: PurchaseImage): EventDetail<'PurchaseRejected'> => ({
  eventId: eventId('PurchaseRejected', purchase.userId, purchase.recordKey),
  occurredAt: purchase.decidedAt,
  ...purchaseFieldsOf(purchase),
  reason: requireField(purchase.reason, 'reason'),
  ...(purchase.refusedSeats === undefined ? {} : { refusedSeats: purchase.refusedSeats }),
});

const failedDetail = (purchase: PurchaseImage): EventDetail<'PurchaseFailed'> => ({
  eventId: eventId('PurchaseFailed', purchase.userId, purchase.recordKey),
  occurredAt: purchase.decidedAt,
  ...knownFieldsOf(purchase),
});

function requireField<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new StreamError('UNREADABLE_RECORD', `The purchase has no ${name}`);
}
