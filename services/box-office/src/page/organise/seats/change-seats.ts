import { type CallOptions, type Money, WillcallError } from '@willcall/client';
import { MAX_SEATS_PER_REQUEST } from '@willcall/contracts';
import { forEachConcurrently } from '@willcall/domain';
import { organiserSeats } from '../../api/willcall.ts';

/** How a run over many seats is followed, and ended. */
export type Run = {
  /** Gets the number of seats that are done. */
  readonly onProgress: (seats: number) => void;
  readonly signal: AbortSignal;
};

/**
 * Adds seats in sequential requests, each with as many as the API accepts. Seats that exist do not change.
 *
 * @returns how many were new
 * @throws WillcallError; the signal's reason
 */
export async function addSeats(
  showId: string,
  seatIds: readonly string[],
  { onProgress, signal }: Run,
): Promise<number> {
  let isNew = 0;
  for (let from = 0; from < seatIds.length; from += MAX_SEATS_PER_REQUEST) {
    const some = seatIds.slice(from, from + MAX_SEATS_PER_REQUEST);
    const { added } = await organiserSeats.add(showId, { seats: some }, { signal });
    isNew += added;
    onProgress(from + some.length);
  }
  return isNew;
}

/** What became of the seats of a list, one by one. */
export type SeatOutcome = {
  readonly done: number;
  /** Seats that stay as they are because they are sold. */
  readonly sold: readonly string[];
  /** Seats that the show does not have. */
  readonly missing: readonly string[];
};

/** Gives each free seat of a list a price of its own. Can be repeated. @throws WillcallError */
export const priceSeats = (
  showId: string,
  seatIds: readonly string[],
  price: Money,
  run: Run,
): Promise<SeatOutcome> =>
  changeEach(seatIds, run, async (seatId, options) => {
    await organiserSeats.change(showId, seatId, { price }, options);
  });

/** Removes the free seats of a list. Can be repeated. @throws WillcallError */
export const removeSeats = (
  showId: string,
  seatIds: readonly string[],
  run: Run,
): Promise<SeatOutcome> =>
  changeEach(seatIds, run, (seatId, options) => organiserSeats.remove(showId, seatId, options));

/** Each removal writes to the show, so more concurrent requests would only wait for each other. */
const AT_ONCE = 4;

async function changeEach(
  seatIds: readonly string[],
  { onProgress, signal }: Run,
  change: (seatId: string, options: CallOptions) => Promise<void>,
): Promise<SeatOutcome> {
  const [sold, missing]: [string[], string[]] = [[], []];
  let seats = 0;
  await forEachConcurrently(seatIds, AT_ONCE, async (seatId) => {
    try {
      await change(seatId, { signal });
    } catch (error) {
      const code = error instanceof WillcallError ? error.code : undefined;
      if (code === 'SEAT_SOLD') sold.push(seatId);
      else if (code === 'SEAT_NOT_FOUND') missing.push(seatId);
      else throw error;
    }
    seats += 1;
    onProgress(seats);
  });
  return { done: seats - sold.length - missing.length, sold, missing };
}
