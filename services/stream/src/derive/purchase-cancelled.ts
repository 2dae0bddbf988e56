import type { EventDetail, WillcallEvent } from '@willcall/contracts';
import type { PurchaseChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { knownFieldsOf } from './purchase-decided.ts';

/**
 * PurchaseCancelled: of a confirmed purchase that was given back, and of one that was cancelled
 * before it was decided.
 */
export function purchaseCancelled({ before, after, recordedAt }: PurchaseChange): WillcallEvent[] {
  if (after?.status !== 'CANCELLED' || before?.status === 'CANCELLED') return [];
  const detail: EventDetail<'PurchaseCancelled'> = {
    eventId: eventId('PurchaseCancelled', after.userId, after.recordKey),
    occurredAt: after.cancelledAt ?? recordedAt,
    ...knownFieldsOf(after),
  };
  return [{ type: 'PurchaseCancelled', detail }];
}
