/** Minutes from one turn to the next: that of the schedule. */
export const TURN_MINUTES = 15;

/**
 * Shows that one turn audits at most. One of 64 buckets costs 131 read units, so that a turn of
 * nothing else reads 26,200, and one of small houses (4 buckets) 2,200.
 */
export const MOST_SHOWS = 200;

const TURN_MS = TURN_MINUTES * 60_000;

/**
 * The shows that the turn of a moment audits: all of them, or where they are too many every second,
 * third, … show, and the others in the turns that follow. The clock says which, so that nothing need
 * be remembered between two environments.
 *
 * @example
 * showsOfTurn(['a', 'b', 'c'], new Date(0), 2); // ['a', 'c'], and 15 minutes later ['b']
 */
export function showsOfTurn<Show>(
  shows: readonly Show[],
  now: Date,
  mostShows: number = MOST_SHOWS,
): Show[] {
  const slices = Math.max(1, Math.ceil(shows.length / mostShows));
  const slice = Math.floor(now.getTime() / TURN_MS) % slices;
  return shows.filter((_, index) => index % slices === slice);
}
