import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedPurchase } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';

type SoldShow = Pick<ShowRecord, 'seating' | 'price'>;

/** What is wrong with one confirmed purchase by itself: its tickets, its seats, its money. */
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
  if (quantity === undefined) return ['is confirmed and has no number of tickets'];
  if (seating === 'GENERAL') {
    return seats === undefined ? [] : ['names seats, and the show has none'];
  }
  const named = seats ?? [];
  const twice = named.filter((seatId, index) => named.indexOf(seatId) !== index);
  return [
    ...twice.map((seatId) => `names seat ${seatId} twice`),
    ...(named.length === quantity
      ? []
      : [`is for ${quantity} and names the seats ${named.join(', ') || 'none'}`]),
  ];
}

function findTotalFaults({ price }: SoldShow, { total }: Pick<AuditedPurchase, 'total'>): string[] {
  if (total === undefined) return ['is confirmed and has no total'];
  if (total.currency === price.currency) return [];
  return [`is in ${total.currency}, and the show sells in ${price.currency}`];
}
