/** Milliseconds between two writes of one subject: a busy worker costs a write unit in ten seconds. */
const TELL_EVERY_MS = 10_000;

/** Milliseconds. Who waits for less has hardly begun to wait: a quiet system tells nothing. */
const NOTEWORTHY_MS = 2_000;

/** The last that was written of a subject, and when, in milliseconds since 1970. */
export type Told = { readonly lagMs: number; readonly atMs: number };

/** Whether a lag should be written: when it is long, or has been until now, so that its fall is told once. */
export function isWorthTelling(lagMs: number, told: Told | undefined, nowMs: number): boolean {
  if (told !== undefined && nowMs - told.atMs < TELL_EVERY_MS) return false;
  return Math.max(lagMs, told?.lagMs ?? 0) >= NOTEWORTHY_MS;
}
