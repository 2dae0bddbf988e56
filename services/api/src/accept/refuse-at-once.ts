import type { PurchaseRequest, Seating } from '@willcall/contracts';
import { isBeforeSale } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';
import type { ShowCopy } from './show-copies.ts';

type AskedFor = Pick<PurchaseRequest, 'quantity' | 'seats'> & {
  readonly hasCard: boolean;
  readonly requestedAt: string;
};

/**
 * Refuses what can be seen at once to be wrong, by a copy of the show that may be a second old. None of
 * it is recorded, so that the same key may try again; everything else is for the worker to refuse.
 *
 * @throws ProblemError INVALID_REQUEST, SALE_NOT_OPEN
 */
export function refuseAtOnce(show: ShowCopy, asked: AskedFor): void {
  if (show === 'unknown') return;
  const wrongSeating = judgeSeating(show.seating, asked);
  if (wrongSeating !== undefined) {
    throw new ProblemError('INVALID_REQUEST', { errors: [wrongSeating] });
  }
  if (isBeforeSale(show, asked.requestedAt)) {
    throw new ProblemError('SALE_NOT_OPEN', { detail: `The sale opens at ${show.saleOpensAt}.` });
  }
  // Seats may have prices of their own: whether they cost something where the show does not, the worker sees.
  if (show.price.amount > 0 && !asked.hasCard) {
    throw new ProblemError('INVALID_REQUEST', {
      errors: [{ path: 'card', message: 'is required: the show is not free' }],
    });
  }
}

/** A show's seating never changes, so a copy of any age tells it. */
function judgeSeating(seating: Seating, { quantity, seats }: AskedFor) {
  switch (seating) {
    case 'RESERVED':
      return quantity === undefined
        ? undefined
        : { path: 'seats', message: 'are required: the show has reserved seating' };
    case 'GENERAL':
      return seats === undefined
        ? undefined
        : { path: 'quantity', message: 'is required: the show has no reserved seating' };
  }
}
