import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedPurchase } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';

type SoldShow = Pick<ShowRecord, 'seating' | 'price'>;

/** Finds differences within one confirmed purchase: its tickets, its seats, its total. */
export function findPurchaseDifferences(
  show: SoldShow,
  { purchaseId, userId, ...purchase }: AuditedPurchase,
): AuditDifference[] {
  const about = { purchaseId, userId };
  return [
    ...findTicketFaults(show, purchase).map((fault) => ({
      code: 'PURCHASE_TICKETS' as const,
      message: `Purchase ${purchaseId} ${fault}.`,
      ...about,
    })),
    ...findTotalFaults(show, purchase).map((fault) => ({
      code: 'PURCHASE_TOTAL' as const,
      message: `Purchase ${purchaseId} ${fault}.`,
      ...about,
    })),
  ];
}

function findTicketFaults(
  { seating }: SoldShow,
  { quantity, seats }: Pick<AuditedPurchase, 'quantity' | 'seats'>,
): string[] {
  if (quantity === undefined) return ['is confirmed but has no quantity'];
  if (seating === 'GENERAL') {
    return seats === undefined ? [] : ['names seats, but the show has no reserved seating'];
  }
  const named = seats ?? [];
  const twice = named.filter((seatId, index) => named.indexOf(seatId) !== index);
  return [
    ...twice.map((seatId) => `names seat ${seatId} twice`),
    ...(named.length === quantity
      ? []
      : [`has ${quantity} tickets but names these seats: ${named.join(', ') || 'none'}`]),
  ];
}

function findTotalFaults({ price }: SoldShow, { total }: Pick<AuditedPurchase, 'total'>): string[] {
  if (total === undefined) return ['is confirmed but has no total'];
  if (total.currency === price.currency) return [];
  return [`is in ${total.currency}, but the show sells in ${price.currency}`];
}
