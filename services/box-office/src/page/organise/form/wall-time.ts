/**
 * The time on the clock of a time zone, as a field of a form has it: `2035-06-01T20:00`, with seconds only if
 * there are any.
 *
 * @throws RangeError if the browser does not know the zone
 */
export function toWallTime(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return shorten(new Date(at + readOffset(at, timeZone)).toISOString());
}

/**
 * The moment at which the clock of a time zone shows a time; the first one if it shows it twice. Undefined if it
 * never does: the text is no time, or the clock is put forward over it.
 *
 * @throws RangeError if the browser does not know the zone
 */
export function toInstant(wallTime: string, timeZone: string): string | undefined {
  const asUtc = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const iso = new Date(asUtc).toISOString();
  // Some browsers read a day that does not exist as a later one.
  if (iso.slice(0, MINUTES) !== wallTime.slice(0, MINUTES)) return undefined;
  const shown = shorten(iso);
  // A clock is put forward or back by less than a day, so one of the offsets around the time is its own.
  const moments = [asUtc - MS_PER_DAY, asUtc + MS_PER_DAY]
    .map((near) => asUtc - readOffset(near, timeZone))
    .sort((a, b) => a - b)
    .map((at) => new Date(at).toISOString());
  return moments.find((moment) => toWallTime(moment, timeZone) === shown);
}

/** The length of a time to the minute, e.g. `2035-06-01T20:00`. */
const MINUTES = 16;

const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/** Milliseconds by which the clock of a zone is ahead of UTC. */
function readOffset(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
  const shown = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return shown - Math.floor(at / 1_000) * 1_000;
}

/** Without what is zero after the minutes, and without `Z`. */
const shorten = (iso: string): string => iso.replace(/(?::00)?(?:\.000)?Z$/, '');
