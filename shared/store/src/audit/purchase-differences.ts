import { parsePurchaseId, purchaseReminderKey } from '@willcall/domain';
import { purchaseRecordKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedPurchase } from './audited-records.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import { hasTickets } from './taken.ts';

type SoldShow = Pick<ShowRecord, 'seating' | 'price' | 'priceVersion' | 'payment'>;

/** Finds contradictions within the record of one purchase, whatever its status. */
export function findPurchaseDifferences(
  show: SoldShow,
  purchase: AuditedPurchase,
  now: Date,
): AuditDifference[] {
  const { purchaseId, userId } = purchase;
  const name = (code: Parameters<typeof describeFaults>[0], faults: readonly string[]) =>
    describeFaults(code, `Purchase ${purchaseId}`, faults, { purchaseId, userId });
  return [
    ...name('PURCHASE_KEY', findKeyFaults(purchase)),
    ...name('PURCHASE_STATE', findStateFaults(show, purchase)),
    ...name('PURCHASE_ERASED', findErasureFaults(purchase)),
    ...name('PURCHASE_TIMES', findTimeFaults(purchase, now)),
    ...(hasTickets(purchase)
      ? [
          ...name('PURCHASE_TICKETS', findTicketFaults(show, purchase)),
          ...name('PURCHASE_TOTAL', findTotalFaults(show, purchase)),
        ]
      : []),
  ];
}

function findKeyFaults({ userId, recordKey, purchaseId, reminder }: AuditedPurchase): string[] {
  const id = parsePurchaseId(purchaseId);
  if (id === undefined) return ['has an id that is not a purchase id'];
  const key = purchaseRecordKey(id.key);
  const faults = recordKey === key ? [] : [`is stored under ${recordKey}, not under ${key}`];
  if (reminder === undefined) return faults;
  // The lane follows from the buyer and the key, so it also shows a record that changed its buyer.
  const lane = getLane(purchaseReminderKey(ANY_SHOW, { userId, recordKey }));
  if (getLane(reminder) !== lane)
    faults.push(`has the reminder ${reminder}, but its buyer and key give lane ${lane}`);
  return faults;
}

/** The lane of a reminder does not depend on its time. */
const ANY_SHOW = { startsAt: '2000-01-01T00:00:00.000Z' };

const getLane = (dueKey: string): string | undefined => /^[\d:T-]{16}#(\d+)$/.exec(dueKey)?.[1];

type Field = keyof AuditedPurchase;

const refusal: readonly Field[] = [
  'reason',
  'refusedSeats',
  'ticketsLeft',
  'currentPrice',
  'currentTotal',
];

/** What only a purchase has that was held. */
const ofHold: readonly Field[] = [
  ...(['heldFrom', 'holdUntil', 'paidAt', 'expiredAt'] as const),
  ...(['cancellationRequestedAt', 'payment', 'refund'] as const),
];

/** The fields that a status needs, and those that it excludes. */
const states: Readonly<
  Record<
    AuditedPurchase['status'],
    { readonly has: readonly Field[]; readonly hasNot: readonly Field[] }
  >
> = {
  // Its quantity and its total are checked with its tickets.
  CONFIRMED: {
    has: ['showId'],
    hasNot: [...refusal, 'cancelledAt', 'holdUntil', 'expiredAt', 'refund'],
  },
  HELD: {
    has: ['showId', 'holdUntil'],
    hasNot: [...refusal, 'card', 'reminder', 'cancelledAt', 'expiredAt', 'paidAt', 'refund'],
  },
  EXPIRED: {
    has: ['showId', 'holdUntil', 'expiredAt'],
    hasNot: [...refusal, 'card', 'reminder', 'cancelledAt', 'paidAt', 'cancellationRequestedAt'],
  },
  REJECTED: {
    has: ['showId', 'reason'],
    hasNot: ['total', 'from', 'reminder', 'cancelledAt', ...ofHold],
  },
  FAILED: { has: [], hasNot: [...refusal, 'total', 'from', 'reminder', 'cancelledAt', ...ofHold] },
  CANCELLED: {
    has: ['cancelledAt'],
    hasNot: [...refusal, 'expiredAt', 'cancellationRequestedAt'],
  },
};

/** The reasons that explain a field of a refusal. */
const reasonsOf: readonly (readonly [Field, readonly string[]])[] = [
  ['refusedSeats', ['SEAT_TAKEN', 'SEAT_UNKNOWN']],
  ['ticketsLeft', ['SOLD_OUT']],
  ['currentPrice', ['PRICE_CHANGED']],
  ['currentTotal', ['PRICE_CHANGED']],
];

/** The fields that another field needs. */
const needs: readonly (readonly [Field, Field])[] = [
  ['paidAt', 'payment'],
  ['heldFrom', 'paidAt'],
  ['refund', 'payment'],
  ['cancellationRequestedAt', 'payment'],
];

function findStateFaults(show: SoldShow, purchase: AuditedPurchase): string[] {
  const { status, reason } = purchase;
  const { has, hasNot } = states[status];
  return [
    ...has.filter((field) => purchase[field] === undefined).map((field) => `has no ${field}`),
    ...hasNot
      .filter((field) => purchase[field] !== undefined)
      .map((field) => `has the field ${field}`),
    ...reasonsOf
      .filter(([field]) => status === 'REJECTED' && purchase[field] !== undefined)
      .filter(([, reasons]) => !reasons.includes(String(reason)))
      .map(([field]) => `has the field ${field}, but its reason is ${reason}`),
    ...needs
      .filter(([field, other]) => purchase[field] !== undefined && purchase[other] === undefined)
      .map(([field, other]) => `has the field ${field}, but no ${other}`),
    ...(status === 'CONFIRMED' ? findPaymentFaults(show, purchase) : []),
  ].map((fault) => `is ${status} and ${fault}`);
}

/** Erasure removes the holder and the card. */
function findPaymentFaults(
  { payment }: SoldShow,
  { total, holder, card, erasedAt, paidAt }: AuditedPurchase,
): string[] {
  const isPaid = (total?.amount ?? 0) > 0;
  if (total?.amount === 0 && card !== undefined) return ['was free, but has a card'];
  const takesCard = payment === undefined;
  const isToBePaid = isPaid && !takesCard;
  const faults = [
    ...(isToBePaid && paidAt === undefined ? ['was not free, but has no paidAt'] : []),
    ...(!isToBePaid && paidAt !== undefined ? ['has the field paidAt, but nothing was held'] : []),
    ...(isToBePaid && card !== undefined ? ['was paid to a provider, but has a card'] : []),
  ];
  if (erasedAt !== undefined) return faults;
  return [
    ...faults,
    ...(holder === undefined ? ['has no holder'] : []),
    ...(card === undefined && isPaid && takesCard ? ['was paid, but has no card'] : []),
  ];
}

function findErasureFaults({ erasedAt, ...purchase }: AuditedPurchase): string[] {
  if (erasedAt === undefined) return [];
  return (['holder', 'card', 'reminderLeadSeconds'] as const)
    .filter((field) => purchase[field] !== undefined)
    .map((field) => `was erased at ${erasedAt}, but has the field ${field}`);
}

/** Clocks differ between functions, by milliseconds on AWS and by more elsewhere. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

function findTimeFaults(purchase: AuditedPurchase, now: Date): string[] {
  const latest = now.getTime() + CLOCK_DIFFERENCE_MS;
  const times = [
    ...(['requestedAt', 'decidedAt', 'paidAt', 'expiredAt'] as const),
    ...(['cancelledAt', 'erasedAt'] as const),
  ];
  const ahead = times.flatMap((name) => {
    const at = purchase[name];
    return at !== undefined && Date.parse(at) > latest ? [`has ${name} ${at} in the future`] : [];
  });
  const inOrder = [
    ['requestedAt', 'decidedAt'],
    ['decidedAt', 'paidAt'],
    ['decidedAt', 'expiredAt'],
    ['decidedAt', 'cancelledAt'],
    ['decidedAt', 'erasedAt'],
  ] as const;
  const swapped = inOrder.flatMap(([first, then]) => {
    const [earlier, later] = [purchase[first], purchase[then]];
    if (earlier === undefined || later === undefined) return [];
    if (Date.parse(later) >= Date.parse(earlier) - CLOCK_DIFFERENCE_MS) return [];
    return [`has ${then} ${later} before ${first} ${earlier}`];
  });
  return [...ahead, ...swapped];
}

function findTicketFaults(
  { seating }: SoldShow,
  { quantity, seats, from = [] }: Pick<AuditedPurchase, 'quantity' | 'seats' | 'from'>,
): string[] {
  if (quantity === undefined) return ['has tickets but no quantity'];
  const taken = from.reduce((sum, [, tickets]) => sum + tickets, 0);
  const ofStock =
    taken === quantity ? [] : [`has ${quantity} tickets, but took ${taken} from the stock`];
  if (seating === 'GENERAL') {
    const ofSeats =
      seats === undefined ? [] : ['names seats, but the show has no reserved seating'];
    return [...ofStock, ...ofSeats];
  }
  const named = seats ?? [];
  const twice = named.filter((seatId, index) => named.indexOf(seatId) !== index);
  return [
    ...ofStock,
    ...twice.map((seatId) => `names seat ${seatId} twice`),
    ...(named.length === quantity
      ? []
      : [`has ${quantity} tickets but names these seats: ${named.join(', ') || 'none'}`]),
  ];
}

/**
 * Seats may have prices of their own: `findSeatTotalDifferences` compares them. The history of the price
 * of a show is not stored, so after a change only the division by the tickets is known.
 */
function findTotalFaults(
  { price, priceVersion, seating }: SoldShow,
  { total, quantity }: Pick<AuditedPurchase, 'total' | 'quantity'>,
): string[] {
  if (total === undefined) return ['has tickets but no total'];
  if (total.currency !== price.currency)
    return [`is in ${total.currency}, but the show sells in ${price.currency}`];
  if (seating === 'RESERVED' || quantity === undefined) return [];
  const expected = price.amount * quantity;
  if (priceVersion === 0 && total.amount !== expected)
    return [
      `has a total of ${total.amount}, but ${quantity} tickets at ${price.amount} cost ${expected}`,
    ];
  if (total.amount % quantity !== 0)
    return [`has a total of ${total.amount}, which is not the price of ${quantity} equal tickets`];
  return [];
}
