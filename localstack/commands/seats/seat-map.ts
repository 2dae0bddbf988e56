import { CommandError } from '@willcall/cli';
import { ApiError, type Client } from '@willcall/client/checked';
import { MAX_SEATS_PER_REQUEST, type ProblemCode, problems } from '@willcall/contracts';

/** A show whose seats an admin changes. */
export type SeatMap = {
  readonly client: Client;
  readonly showId: string;
  readonly signal: AbortSignal;
};

export type AddedSeats = {
  readonly added: number;
  readonly existing: number;
  /** The show's capacity after the last call. Undefined before the first. */
  readonly capacity?: number;
};

/**
 * Adds the seats in sequential calls, each with as many seats as the API accepts.
 *
 * @throws CommandError if the show does not accept seats; ApiError; the signal's reason
 */
export async function addSeats(
  { client, showId, signal }: SeatMap,
  seatIds: readonly string[],
  onProgress: (filled: AddedSeats) => void,
): Promise<void> {
  let filled: AddedSeats = { added: 0, existing: 0 };
  for (let from = 0; from < seatIds.length; from += MAX_SEATS_PER_REQUEST) {
    const seats = seatIds.slice(from, from + MAX_SEATS_PER_REQUEST);
    const { body } = await client
      .call('addSeats', { path: { showId }, body: { seats }, signal })
      .catch(throwRefusal);
    const { added, existing, capacity } = body;
    filled = { added: filled.added + added, existing: filled.existing + existing, capacity };
    onProgress(filled);
  }
}

export type RemovedSeats = {
  readonly removed: number;
  /** The requested seats that stay because they are sold. */
  readonly sold: readonly string[];
  readonly missing: number;
};

/** Each removal writes to the show, so more concurrent calls would only wait for each other. */
const AT_ONCE = 4;

/**
 * Removes the free seats.
 *
 * @throws CommandError if the show does not exist; ApiError; the signal's reason
 */
export async function removeSeats(
  seatMap: SeatMap,
  seatIds: readonly string[],
  onProgress: (cleared: RemovedSeats) => void,
): Promise<void> {
  const removed: string[] = [];
  const sold: string[] = [];
  const missing: string[] = [];
  const lists = { removed, sold, missing };
  for (let from = 0; from < seatIds.length; from += AT_ONCE) {
    const some = seatIds.slice(from, from + AT_ONCE);
    const results = await Promise.all(
      some.map(async (seatId) => ({ seatId, outcome: await removeSeat(seatMap, seatId) })),
    );
    for (const { seatId, outcome } of results) lists[outcome].push(seatId);
    onProgress({ removed: removed.length, sold: [...sold], missing: missing.length });
  }
}

const removeSeat = async (
  { client, showId, signal }: SeatMap,
  seatId: string,
): Promise<'removed' | 'sold' | 'missing'> => {
  try {
    await client.call('removeSeat', { path: { showId, seatId }, signal });
    return 'removed';
  } catch (error) {
    if (error instanceof ApiError && error.code === 'SEAT_SOLD') return 'sold';
    if (error instanceof ApiError && error.code === 'SEAT_NOT_FOUND') return 'missing';
    return throwRefusal(error);
  }
};

/** Problems that concern the show. They are reported with the API's own sentence. */
const REFUSALS: readonly ProblemCode[] = [
  'SHOW_NOT_FOUND',
  'WRONG_SEATING',
  'SHOW_CANCELLED',
  'TOO_MANY_SEATS',
];

const throwRefusal = (error: unknown): never => {
  const code = REFUSALS.find((one) => error instanceof ApiError && error.code === one);
  if (code === undefined) throw error;
  throw new CommandError(problems[code].title, { code, cause: error });
};
