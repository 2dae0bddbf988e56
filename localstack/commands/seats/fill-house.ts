import { MAX_SEATS_PER_REQUEST } from '@willcall/contracts';
import type { SeatApi } from './seat-api.ts';

export type Filled = {
  readonly added: number;
  readonly existing: number;
  /** Of the show, after the last call; undefined before the first. */
  readonly capacity?: number;
};

/** Adds the seats, as many a call as the API takes, one call after the other. */
export async function fillHouse(
  api: Pick<SeatApi, 'add'>,
  seatIds: readonly string[],
  onProgress: (filled: Filled) => void,
): Promise<void> {
  let filled: Filled = { added: 0, existing: 0 };
  for (let from = 0; from < seatIds.length; from += MAX_SEATS_PER_REQUEST) {
    const some = seatIds.slice(from, from + MAX_SEATS_PER_REQUEST);
    const { added, existing, capacity } = await api.add(some);
    filled = { added: filled.added + added, existing: filled.existing + existing, capacity };
    onProgress(filled);
  }
}
