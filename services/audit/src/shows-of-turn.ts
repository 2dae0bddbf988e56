/** Minutes between turns, as in the schedule. */
export const TURN_MINUTES = 15;

/**
 * Maximum shows per turn. A show with 64 shards costs 131 read units, so a turn of such shows reads 26,200.
 * A turn of small shows (4 shards) reads 2,200.
 */
const MAX_SHOWS = 200;

const TURN_MS = TURN_MINUTES * 60_000;

/**
 * Selects the shows of a turn: all of them, or, if they are too many, every second, third, … show, and the
 * others in the following turns. The clock selects the slice, so no state is kept between turns.
 *
 * @example
 * showsOfTurn(['a', 'b', 'c'], new Date(0), 2); // ['a', 'c'], and 15 minutes later ['b']
 */
export function selectShowsOfTurn<Show>(
  shows: readonly Show[],
  now: Date,
  mostShows: number = MAX_SHOWS,
): Show[] {
  const slices = Math.max(1, Math.ceil(shows.length / mostShows));
  const slice = Math.floor(now.getTime() / TURN_MS) % slices;
  return shows.filter((_, index) => index % slices === slice);
}
