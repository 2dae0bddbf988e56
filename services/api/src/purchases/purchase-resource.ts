import { type DecidedPurchase, known, rejectionMessages } from '@willcall/contracts';
import { computeTicketIds, formatMoney, parsePurchaseId } from '@willcall/domain';
import { type FindPurchase, findPurchase, type Handler, ProblemError } from '@willcall/lambda';
import type { PurchaseRecord } from '@willcall/store';
import type { QueueWait } from '../waiting/queue-wait.ts';

/**
 * `GET /purchases/{purchaseId}`: one read of 0.5 units. A pending purchase includes the estimated wait,
 * from the cached lag.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, PURCHASE_ERASED, IDEMPOTENCY_KEY_REUSED
 */
export const getPurchase =
  (find: FindPurchase, wait: () => Promise<QueueWait>): Handler<'getPurchase'> =>
  async ({ caller, path: { purchaseId } }) => {
    const reference = { userId: caller, purchaseId };
    const record = await findPurchase(reference, find, { consistent: false });
    if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
    if (record !== undefined) return { headers: {}, answer: purchaseResource(record) };
    const { retryAfter, ...estimate } = await wait();
    return {
      headers: { 'retry-after': retryAfter },
      answer: { purchaseId, status: 'PENDING', ...estimate },
    };
  };

/** The fields that a resource copies from its record. */
const sharedFields = [
  'showId',
  'reason',
  'quantity',
  'refusedSeats',
  'ticketsLeft',
  'currentPrice',
  'currentTotal',
  'card',
  'holder',
  'reminderLeadSeconds',
  'holdUntil',
  'paidAt',
  'expiredAt',
  'cancellationRequestedAt',
  'cancelledAt',
] as const satisfies readonly (keyof PurchaseRecord & keyof DecidedPurchase)[];

/**
 * A purchase as its buyer sees it. Ticket ids and the message are derived on reading. Callers must not
 * show an erased purchase.
 */
export const purchaseResource = (record: PurchaseRecord): DecidedPurchase => ({
  purchaseId: record.purchaseId,
  status: record.status,
  ...presentFields(record),
  ...soldFields(record),
  ...refundField(record),
  message: purchaseMessage(record),
  requestedAt: record.requestedAt,
  decidedAt: record.decidedAt,
});

const presentFields = (
  record: PurchaseRecord,
): Partial<Pick<DecidedPurchase, (typeof sharedFields)[number]>> =>
  Object.fromEntries(
    sharedFields.flatMap((field) => (record[field] === undefined ? [] : [[field, record[field]]])),
  );

/** The tickets, which only a confirmed purchase has, and the total and the seats of what is still to be paid. */
function soldFields(
  record: PurchaseRecord,
): Pick<DecidedPurchase, 'total' | 'tickets' | 'heldSeats'> {
  if (record.status === 'HELD') {
    const { total, seats } = record;
    return { total, tickets: [], ...(seats !== undefined && { heldSeats: seats }) };
  }
  if (record.status !== 'CONFIRMED') return { tickets: [] };
  const { userId, purchaseId, quantity, seats, total } = record;
  const { key } = known(parsePurchaseId(purchaseId), 'key in the id of a stored purchase');
  return {
    ...(total === undefined ? {} : { total }),
    tickets: computeTicketIds(userId, key, quantity).map((ticketId, ordinal) => {
      const seat = seats?.[ordinal];
      return seat === undefined ? { ticketId } : { ticketId, seat };
    }),
  };
}

/** What goes back. Attempts concern nobody but the payment provider. */
const refundField = ({ refund }: PurchaseRecord): Pick<DecidedPurchase, 'refund'> =>
  refund === undefined ? {} : { refund: { amount: refund.amount, status: refund.status } };

/** One sentence for a person about a decided purchase. */
function purchaseMessage(record: PurchaseRecord): string {
  switch (record.status) {
    case 'CONFIRMED': {
      const { quantity, holder } = record;
      const tickets = `${quantity} ${quantity === 1 ? 'ticket' : 'tickets'}`;
      const booked = holder === undefined ? tickets : `${tickets} for ${holder.name}`;
      return booked.endsWith('.') ? `Booked ${booked}` : `Booked ${booked}.`;
    }
    case 'HELD':
      return record.cancellationRequestedAt === undefined
        ? `${nameTickets(record.quantity)} held until ${record.holdUntil}. Pay by then to keep them.`
        : 'The purchase is being cancelled.';
    case 'EXPIRED':
      return 'The tickets were not paid in time. Buy again to get tickets.';
    case 'REJECTED':
      return refusalMessage(record);
    case 'FAILED':
      return 'The purchase could not be processed. No tickets were bought.';
    case 'CANCELLED':
      return record.cancelledWithShow === true
        ? 'The show was cancelled, and the purchase with it.'
        : 'The purchase was cancelled.';
  }
}

const nameTickets = (quantity: number): string =>
  quantity === 1 ? '1 ticket is' : `${quantity} tickets are`;

/**
 * One sentence about a refusal, with the refused seats, the tickets left or the price at the decision if
 * the record has them.
 */
function refusalMessage(record: PurchaseRecord): string {
  const { reason, refusedSeats = [] } = record;
  switch (reason) {
    case undefined:
      return 'The purchase was rejected.';
    case 'SOLD_OUT':
      return soldOutMessage(record);
    case 'SEAT_TAKEN':
      if (refusedSeats.length === 0) break;
      return `${nameSeats(refusedSeats)} ${refusedSeats.length === 1 ? 'was' : 'were'} already taken.`;
    case 'SEAT_UNKNOWN':
      if (record.seats === undefined) return 'The purchase named no seats, and the show has them.';
      if (refusedSeats.length === 0) break;
      return `${nameSeats(refusedSeats)} did not exist in this show.`;
    case 'PRICE_CHANGED':
      return priceMessage(record);
    default:
  }
  return rejectionMessages[reason];
}

/** Without a card, only free tickets can be bought: the price need not have changed. */
function priceMessage({ currentPrice, currentTotal, card }: PurchaseRecord): string {
  const price = currentPrice
    ? `The price was ${formatMoney(currentPrice)} a ticket`
    : currentTotal && `The total price was ${formatMoney(currentTotal)}`;
  if (price === undefined) return rejectionMessages.PRICE_CHANGED;
  const amount = (currentTotal ?? currentPrice)?.amount ?? 0;
  const isCardMissing = card === undefined && amount > 0;
  return `${price}${isCardMissing ? ', and the purchase had no card' : ''}. No tickets were bought.`;
}

/** A record of an older release does not say how many tickets were left: fewer than requested. */
function soldOutMessage({ quantity = 1, ticketsLeft }: PurchaseRecord): string {
  if (ticketsLeft === undefined && quantity > 1) return 'Not enough tickets available.';
  if (ticketsLeft === undefined || ticketsLeft === 0) return rejectionMessages.SOLD_OUT;
  const left = ticketsLeft === 1 ? '1 ticket was' : `${ticketsLeft} tickets were`;
  return `Only ${left} left, and the purchase was for ${quantity}.`;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const nameSeats = (seats: readonly string[]): string =>
  `${seats.length === 1 ? 'Seat' : 'Seats'} ${list.format(seats)}`;
