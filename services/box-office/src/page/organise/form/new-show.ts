import type { ShowRequest, ShowWithStock } from '@willcall/client';
import { MAX_SEATS_PER_REQUEST } from '@willcall/contracts';
import { organiser } from '../../api/willcall.ts';
import { addSeats, type Run } from '../seats/change-seats.ts';
import type { UnfinishedShow } from './kept-show.ts';

/** A show to make. With more seats than fit in one request, the sale waits for the last of them. */
export type NewShow = {
  readonly request: Omit<ShowRequest, 'seats' | 'onSale'>;
  /** Undefined for general admission. */
  readonly seatIds: readonly string[] | undefined;
  readonly isPaused: boolean;
};

export const needsMoreRequests = ({ seatIds = [] }: NewShow): boolean =>
  seatIds.length > MAX_SEATS_PER_REQUEST;

/**
 * Makes a show with its seats, or without any if they do not fit in one request: then it is made at once, and
 * what takes long is what can be repeated.
 *
 * @throws WillcallError. Without an answer, nobody knows whether the show was made
 */
export const createShow = (made: NewShow): Promise<ShowWithStock> =>
  organiser.create({
    ...made.request,
    ...(made.seatIds !== undefined && { seats: needsMoreRequests(made) ? [] : [...made.seatIds] }),
    onSale: !made.isPaused && !needsMoreRequests(made),
  });

/**
 * Adds the seats that did not fit, and then starts the sale. Can be repeated: what was done is not done again.
 *
 * @throws WillcallError; the signal's reason
 */
export async function completeShow(
  { showId, seatIds, isPaused }: UnfinishedShow,
  progress: Run,
): Promise<void> {
  await addSeats(showId, seatIds, progress);
  const { signal } = progress;
  if (!isPaused) await organiser.change(showId, { onSale: true }, { signal });
}
