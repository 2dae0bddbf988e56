import type { ShowAudit } from '@willcall/store';

/** How often the records are read before a sale is taken for one that never rests. */
export const MOST_TRIES = 5;

/** Milliseconds: long enough for a batch or a cancellation that came between to end. */
const PAUSE_MS = 2_000;

/**
 * Audits again, with a pause between, while tickets change hands during it.
 *
 * @returns the first audit that nothing came between, or the last one
 */
export async function untilQuiet(
  audit: (round: number) => Promise<ShowAudit>,
  pause: (milliseconds: number) => Promise<unknown>,
): Promise<ShowAudit> {
  for (let round = 1; ; round += 1) {
    const found = await audit(round);
    if (round === MOST_TRIES || !hasMoved(found)) return found;
    await pause(PAUSE_MS);
  }
}

const hasMoved = ({ differences }: ShowAudit): boolean =>
  differences.some(({ code }) => code === 'STOCK_MOVED');
