import { seatKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedSeat } from './audited-records.ts';
import type { Claim, SaleFacts } from './collect-facts.ts';
import type { AuditDifference, AuditDifferenceCode } from './differences.ts';

type SeatBooks = {
  readonly show: Pick<ShowRecord, 'showId' | 'buckets' | 'capacity'>;
  readonly seats: readonly AuditedSeat[];
  readonly facts: Pick<SaleFacts, 'claims' | 'holders'>;
  /** Available tickets, from the stock counters. */
  readonly available: number;
};

/**
 * Finds all contradictions between the seats, the confirmed purchases and the counters of a show
 * with reserved seating. A seat and a purchase match if the purchase holds the seat and names it.
 */
export function findSeatDifferences({
  show,
  seats,
  facts,
  available,
}: SeatBooks): AuditDifference[] {
  const byId = new Map(seats.map((seat) => [seat.seatId, seat]));
  const isClaimed = ({ seatId }: AuditedSeat) => facts.claims.has(seatId);
  return [
    ...findWrongCounts(show.capacity, seats, available),
    ...seats.filter((seat) => isMisplaced(show, seat)).map(describeMisplaced),
    ...[...facts.claims].flatMap(([seatId, claims]) =>
      findClaimFaults(seatId, claims, byId.get(seatId), facts),
    ),
    ...seats.flatMap((seat) => (isClaimed(seat) ? [] : findUnclaimedHolds(seat, facts))),
  ];
}

function findWrongCounts(
  capacity: number,
  seats: readonly AuditedSeat[],
  available: number,
): AuditDifference[] {
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

const isMisplaced = (show: SeatBooks['show'], seat: AuditedSeat): boolean =>
  seatKey(show, seat.seatId).seatBucket !== seat.seatBucket;

const describeMisplaced = ({ seatId, seatBucket }: AuditedSeat): AuditDifference => ({
  code: 'SEAT_MISPLACED',
  message: `Seat ${seatId} is stored in shard ${seatBucket}, which is not its shard.`,
  seatId,
});

/**
 * Finds differences of a seat that confirmed purchases name. Normally exactly one names it and
 * holds it.
 */
function findClaimFaults(
  seatId: string,
  claims: readonly Claim[],
  seat: AuditedSeat | undefined,
  { holders }: SeatBooks['facts'],
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
  { holders }: SeatBooks['facts'],
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

/** `purchaseRef`: the length of the user id, the user id, the record's key. */
const REF = /^(?<length>\d+)#(?<rest>.*)$/s;

/** Describes the purchase in `heldBy`, as far as it is known. */
function describeHolder(heldBy: string, holders: SaleFacts['holders']): NamedHolder {
  const { length, rest } = REF.exec(heldBy)?.groups ?? {};
  const userId = rest?.slice(0, Number(length));
  const buyer = userId === undefined ? {} : { userId };
  const holder = holders.get(heldBy);
  if (holder !== undefined) {
    const { purchaseId, status } = holder;
    return { description: `the ${status} purchase ${purchaseId}`, purchaseId, ...buyer };
  }
  const whose = userId === undefined ? '' : ` of ${userId}`;
  return { description: `a purchase${whose} that this show does not have`, ...buyer };
}
