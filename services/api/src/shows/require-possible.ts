import type { ShowChange } from '@willcall/contracts';
import { ProblemError } from '@willcall/lambda';
import type { ShowRecord } from '@willcall/store';

/** Refuses, as a whole, a change that the show cannot take. @throws ProblemError INVALID_REQUEST, SHOW_CANCELLED, WRONG_SEATING */
export function requirePossible(seen: ShowRecord, asked: ShowChange): void {
  if (seen.cancelledAt !== undefined) throw new ProblemError('SHOW_CANCELLED');
  requireCurrencyOf(seen, asked);
  requireWindow(seen, asked);
  // Its capacity is the number of its seats.
  if (asked.capacity !== undefined && seen.seating === 'RESERVED') {
    throw new ProblemError('WRONG_SEATING');
  }
}

function requireCurrencyOf(seen: ShowRecord, { price }: ShowChange): void {
  if (price === undefined || price.currency === seen.price.currency) return;
  throw invalid('price.currency', `must be the show's own, ${seen.price.currency}`);
}

/** Judged as the show will be, and only when the request touches it. */
function requireWindow(seen: ShowRecord, asked: ShowChange): void {
  const touched = (['saleOpensAt', 'saleClosesAt', 'startsAt'] as const).find(
    (name) => asked[name] !== undefined,
  );
  if (touched === undefined) return;
  const startsAt = asked.startsAt ?? seen.startsAt;
  const opensAt = orSeen(asked.saleOpensAt, seen.saleOpensAt);
  const closesAt = orSeen(asked.saleClosesAt, seen.saleClosesAt) ?? startsAt;
  if (opensAt === undefined || Date.parse(opensAt) < Date.parse(closesAt)) return;
  throw invalid(touched, 'must leave the sale open before it closes');
}

/** As it will be: what is asked for, `null` for nothing, else what is there. */
const orSeen = (asked: string | null | undefined, seen: string | undefined): string | undefined =>
  asked === undefined ? seen : (asked ?? undefined);

const invalid = (path: string, message: string): ProblemError =>
  new ProblemError('INVALID_REQUEST', { errors: [{ path, message }] });
