const MS_PER_SECOND = 1_000;

/** Seconds. Even who waits for minutes wants to know soon that it is over, and an estimate may be wrong. */
const LONGEST_PAUSE_SECONDS = 10;

/**
 * Whole seconds until it makes sense to look again, 1 to 10: about the estimated wait, and anywhere in
 * the later half of it, so that a crowd that asked together does not come back together.
 *
 * @param waitMs the estimated wait; undefined: nobody waits for long.
 * @param random as Math.random: from 0 up to 1.
 */
export function retryAfterSeconds(waitMs: number | undefined, random: () => number): number {
  const wait = Math.ceil((waitMs ?? 0) / MS_PER_SECOND);
  const latest = Math.min(LONGEST_PAUSE_SECONDS, Math.max(1, wait));
  const earliest = Math.ceil(latest / 2);
  return earliest + Math.floor(random() * (latest - earliest + 1));
}
