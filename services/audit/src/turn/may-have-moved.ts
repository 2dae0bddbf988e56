import type { ShowRecord } from '@willcall/store';

/** Milliseconds after a sale's end in which its books are still looked at: its cancellations, and repairs. */
export const RECENT_MS = 24 * 60 * 60 * 1_000;

/** What tells whether a show's stock may have moved. */
export type SaleTimes = Pick<
  ShowRecord,
  'startsAt' | 'onSale' | 'pausedAt' | 'saleOpensAt' | 'saleClosesAt' | 'cancelledAt'
>;

/**
 * Whether tickets of a show may have been sold or given back within the last day: its sale has
 * opened, and had not ended, or was not paused, a day ago.
 */
export function mayHaveMoved(show: SaleTimes, now: Date): boolean {
  const aDayAgo = now.getTime() - RECENT_MS;
  const isOpen = show.saleOpensAt === undefined || Date.parse(show.saleOpensAt) <= now.getTime();
  const endedLongAgo = [
    show.startsAt,
    show.saleClosesAt,
    show.cancelledAt,
    show.onSale ? undefined : show.pausedAt,
  ].some((end) => end !== undefined && Date.parse(end) < aDayAgo);
  const wasNeverOnSale = !show.onSale && show.pausedAt === undefined;
  return isOpen && !endedLongAgo && !wasNeverOnSale;
}
