import type { SeatApi } from './seat-api.ts';

export type Cleared = {
  readonly removed: number;
  /** Of these, the ones that stay. */
  readonly sold: readonly string[];
  readonly missing: number;
};

/** Each removal writes to the show: more at once would only wait for each other. */
const AT_ONCE = 4;

/** Removes the seats that are free. */
export async function clearHouse(
  api: Pick<SeatApi, 'remove'>,
  seatIds: readonly string[],
  onProgress: (cleared: Cleared) => void,
): Promise<void> {
  const removed: string[] = [];
  const sold: string[] = [];
  const missing: string[] = [];
  for (let from = 0; from < seatIds.length; from += AT_ONCE) {
    const some = seatIds.slice(from, from + AT_ONCE);
    const results = await Promise.all(some.map((seatId) => api.remove(seatId)));
    some.forEach((seatId, place) => {
      const list = { removed, sold, missing }[results[place] ?? 'missing'];
      list.push(seatId);
    });
    onProgress({ removed: removed.length, sold: [...sold], missing: missing.length });
  }
}
