import type { EventDetail, WillcallEvent } from '@willcall/contracts';
import type { PurchaseChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { purchaseFieldsOf } from './purchase-decided.ts';

/**
 * PurchaseCancelled: of a confirmed purchase that was given back, and of one that was cancelled
 * before it was decided.
 *
 * @throws StreamError UNREADABLE_RECORD when the record lacks what its status promises.
 */
export function purchaseCancelled({ before, after, recordedAt }: PurchaseChange): WillcallEvent[] {
  if (after?.status !== 'CANCELLED' || before?.status === 'CANCELLED') return [];
  const detail: EventDetail<'PurchaseCancelled'> = {
    eventId: eventId('PurchaseCancelled', after.userId, after.recordKey),
    // The record keeps no time of its cancellation; the table's is rounded down to a second.
    occurredAt: later(after.decidedAt, recordedAt),
    ...purchaseFieldsOf(after),
  };
  return [{ type: 'PurchaseCancelled', detail }];
}

const later = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);
