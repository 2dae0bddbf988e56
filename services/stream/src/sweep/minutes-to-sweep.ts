import { minuteOf, SWEEP_OVERLAP_MINUTES } from '@willcall/domain';

const MINUTE_MS = 60_000;

/**
 * Minutes that the first sweep ever looks back. Table, stream and schedule come with one deployment,
 * which takes minutes, or an hour with its troubles; what was due before that stands in no minute,
 * since it is set already fired. What lies further back nevertheless, because the position was lost,
 * is announced by the TTL, a day late.
 */
const FIRST_SWEEP_MINUTES = 2 * 60;

/**
 * The minutes that a sweep looks at, from the oldest to the present one: the last one swept and a few
 * before it once more, or all since the last sweep, however long ago that was.
 *
 * @param sweptTo the position of the last sweep, e.g. `2031-05-31T20:00`; undefined: the first ever.
 */
export function* minutesToSweep(sweptTo: string | undefined, now: Date): Generator<string> {
  const last = Date.parse(`${minuteOf(now.getTime())}Z`);
  const first =
    sweptTo === undefined
      ? last - FIRST_SWEEP_MINUTES * MINUTE_MS
      : Math.min(Date.parse(`${sweptTo}Z`), last) - SWEEP_OVERLAP_MINUTES * MINUTE_MS;
  for (let at = first; at <= last; at += MINUTE_MS) yield minuteOf(at);
}
