/** Gives a value that is read elsewhere, mostly from memory. */
export type Kept<T> = () => Promise<T>;

/** Milliseconds: a dozen reads an hour at most, for each environment, and a rotation known soon. */
const FRESH_MS = 5 * 60_000;

/** Milliseconds until a reading that failed is tried again, while the older value is good enough. */
const RETRY_MS = 30_000;

/** Milliseconds. Nothing can be answered without a first value, but a function's time is short. */
const FIRST_PATIENCE_MS = 4_000;

/** Milliseconds that a request may be held up to have a newer value than the one at hand. */
const REFRESH_PATIENCE_MS = 500;

/**
 * Keeps what `read` gives for some minutes, then reads again. When that fails or is slow, the older
 * value is good for longer: whoever keeps the original being out of reach must not stop a sale.
 * Callers at the same time share one reading.
 */
export function keepFresh<T>(
  read: (signal: AbortSignal) => Promise<T>,
  clock: () => Date,
): Kept<T> {
  let held: { readonly value: T; readonly untilMs: number } | undefined;
  let reading: Promise<T> | undefined;

  const refresh = async (): Promise<T> => {
    const patienceMs = held === undefined ? FIRST_PATIENCE_MS : REFRESH_PATIENCE_MS;
    try {
      const value = await read(AbortSignal.timeout(patienceMs));
      held = { value, untilMs: clock().getTime() + FRESH_MS };
    } catch (error) {
      if (held === undefined) throw error;
      held = { value: held.value, untilMs: clock().getTime() + RETRY_MS };
    }
    return held.value;
  };

  return async () => {
    if (held !== undefined && clock().getTime() < held.untilMs) return held.value;
    reading ??= refresh().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}
