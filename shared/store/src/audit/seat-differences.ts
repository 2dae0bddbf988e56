import { parsePurchaseRef, seatKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedSeat } from './audited-records.ts';
import { type AuditDifference, type AuditDifferenceCode, describeFaults } from './differences.ts';
import { findStampFaults } from './price-stamp.ts';
import type { Claim, SaleFacts } from './sale-facts.ts';

type SeatedShow = Pick<ShowRecord, 'showId' | 'buckets' | 'seating' | 'price' | 'priceVersion'>;

/** Finds contradictions within single seats. */
export function findSeatDifferences(
  show: SeatedShow,
  seats: readonly AuditedSeat[],
): AuditDifference[] {
  const ofShow = seats.flatMap((seat) => {
    const { seatId } = seat;
    const subject = `Seat ${seatId}`;
    return [
      ...describeFaults('SEAT_MISPLACED', subject, findPlaceFaults(show, seat), { seatId }),
      ...describeFaults('SEAT_SHOW', subject, findShowFaults(show, seat), { seatId }),
      ...describeFaults('SEAT_PRICE', subject, findStampFaults(seat, show.price.currency), {
        seatId,
      }),
    ];
  });
  const [first] = seats;
  if (show.seating === 'RESERVED' || first === undefined) return ofShow;
  const message = `The show has ${seats.length} seats, such as ${first.seatId}, but no reserved seating.`;
  return [{ code: 'SEATS_UNEXPECTED', message, seatId: first.seatId }, ...ofShow];
}

function findPlaceFaults(show: SeatedShow, { seatId, seatBucket }: AuditedSeat): string[] {
  const key = seatKey(show, seatId);
  if (key.seatBucket === seatBucket) return [];
  return [`is stored in shard ${seatBucket}, but its id gives shard ${key.seatBucket}`];
}

const findShowFaults = ({ showId }: SeatedShow, seat: AuditedSeat): string[] =>
  seat.showId === showId ? [] : [`names show ${seat.showId}, but is stored under show ${showId}`];

/** Compares the seats with the counters. The sale must not move meanwhile. */
export function compareSeatCounts(
  { seating, capacity }: Pick<ShowRecord, 'seating' | 'capacity'>,
  seats: readonly AuditedSeat[],
  available: number,
): AuditDifference[] {
  if (seating !== 'RESERVED') return [];
  const free = seats.filter(({ heldBy }) => heldBy === undefined).length;
  const differences: AuditDifference[] = [];
  if (seats.length !== capacity) {
    const message = `There are ${seats.length} seats, but the capacity is ${capacity}.`;
    differences.push({ code: 'SEATS_CAPACITY', message });
  }
  if (free !== available) {
    const message = `The counters report ${available} available tickets, but ${free} seats are free.`;
    differences.push({ code: 'SEATS_FREE', message });
  }
  return differences;
}

type HeldSeats = {
  readonly seats: readonly AuditedSeat[];
  readonly facts: Pick<SaleFacts, 'claims' | 'holders'>;
};

/**
 * Finds contradictions between seats and the confirmed purchases that name them. A seat and a
 * purchase match if the purchase holds the seat and names it.
 */
export function findHoldDifferences({ seats, facts }: HeldSeats): AuditDifference[] {
  const byId = new Map(seats.map((seat) => [seat.seatId, seat]));
  const isClaimed = ({ seatId }: AuditedSeat) => facts.claims.has(seatId);
  return [
    ...[...facts.claims].flatMap(([seatId, claims]) =>
      findClaimFaults(seatId, claims, byId.get(seatId), facts),
    ),
    ...seats.flatMap((seat) => (isClaimed(seat) ? [] : findUnclaimedHolds(seat, facts))),
  ];
}

/**
 * Finds purchases whose total is not the price of the seats that they hold. The price of a held
 * seat does not change. The price of the show applies to the others, so it must never have changed.
 */
export function findSeatTotalDifferences(
  { price, priceVersion }: SeatedShow,
  seats: readonly AuditedSeat[],
  totals: SaleFacts['totals'],
): AuditDifference[] {
  if (priceVersion > 0) return [];
  const byHolder = Map.groupBy(seats, ({ heldBy }) => heldBy);
  return [...totals].flatMap(([ref, { purchaseId, userId, seats: named = [], total }]) => {
    const held = byHolder.get(ref) ?? [];
    const isWhole =
      held.length === named.length && held.every(({ seatId }) => named.includes(seatId));
    if (!isWhole || total?.currency !== price.currency) return [];
    const expected = held.reduce((sum, seat) => sum + (seat.price ?? price).amount, 0);
    if (total.amount === expected) return [];
    const fault = `has a total of ${total.amount}, but its seats cost ${expected}`;
    return describeFaults('PURCHASE_TOTAL', `Purchase ${purchaseId}`, [fault], {
      purchaseId,
      userId,
    });
  });
}

/**
 * Finds differences of a seat that confirmed purchases name. Normally exactly one names it and
 * holds it.
 */
function findClaimFaults(
  seatId: string,
  claims: readonly Claim[],
  seat: AuditedSeat | undefined,
  { holders }: HeldSeats['facts'],
): AuditDifference[] {
  const holder = claims.find(({ ref }) => ref === seat?.heldBy);
  if (claims.length > 1) return [describeSoldTwice(seatId, claims, holder)];
  if (holder !== undefined) return [];
  return claims.map(({ purchaseId }) => {
    const [code, fault] = describeNotHeld(seat, holders);
    return {
      code,
      message: `Purchase ${purchaseId} names seat ${seatId}, which ${fault}.`,
      purchaseId,
      seatId,
    };
  });
}

function describeSoldTwice(
  seatId: string,
  claims: readonly Claim[],
  holder?: Claim,
): AuditDifference {
  const purchases = claims.map(({ purchaseId }) => purchaseId).join(' and ');
  const held = holder === undefined ? 'none of them' : holder.purchaseId;
  const message = `Seat ${seatId} is in the confirmed purchases ${purchases}. It is held by ${held}.`;
  return { code: 'SEAT_SOLD_TWICE', message, seatId };
}

function describeNotHeld(
  seat: AuditedSeat | undefined,
  holders: SaleFacts['holders'],
): [AuditDifferenceCode, string] {
  if (seat === undefined) return ['SEAT_MISSING', 'does not exist'];
  if (seat.heldBy === undefined) return ['SEAT_NOT_HELD', 'is free'];
  return ['SEAT_HELD_BY_ANOTHER', `is held by ${describeHolder(seat.heldBy, holders).description}`];
}

/** Finds differences of a seat that no confirmed purchase names. It must be free. */
function findUnclaimedHolds(
  { seatId, heldBy }: AuditedSeat,
  { holders }: HeldSeats['facts'],
): AuditDifference[] {
  if (heldBy === undefined) return [];
  const { description, ...about } = describeHolder(heldBy, holders);
  const message = `Seat ${seatId} is held by ${description}, but no confirmed purchase names it.`;
  return [{ code: 'SEAT_WITHOUT_PURCHASE', message, seatId, ...about }];
}

type NamedHolder = {
  /** For a message: `the CANCELLED purchase X`. */
  readonly description: string;
  readonly purchaseId?: string;
  readonly userId?: string;
};

/** Describes the purchase in `heldBy`, as far as it is known. */
function describeHolder(heldBy: string, holders: SaleFacts['holders']): NamedHolder {
  const userId = parsePurchaseRef(heldBy)?.userId;
  const buyer = userId === undefined ? {} : { userId };
  const holder = holders.get(heldBy);
  if (holder !== undefined) {
    const { purchaseId, status } = holder;
    return { description: `the ${status} purchase ${purchaseId}`, purchaseId, ...buyer };
  }
  const whose = userId === undefined ? '' : ` of ${userId}`;
  return { description: `a purchase${whose} that this show does not have`, ...buyer };
}
