/** A time, `from` included and `to` excluded. */
export type TimeSpan = { readonly from: Date; readonly to: Date };

/**
 * Joins times that overlap or are close to each other, so that a list is read once for all of them.
 *
 * @param gapMs the longest time between two spans that is still joined. A call costs more than a few foreign intents.
 */
export function joinSpans(spans: readonly TimeSpan[], gapMs: number): TimeSpan[] {
  const joined: TimeSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = joined.at(-1);
    if (last !== undefined && span.from.getTime() - last.to.getTime() <= gapMs) {
      joined[joined.length - 1] = { from: last.from, to: later(last.to, span.to) };
    } else joined.push(span);
  }
  return joined;
}

/** Cuts a time into pieces, the oldest first. */
export function cutSpan({ from, to }: TimeSpan, pieceMs: number): TimeSpan[] {
  const pieces: TimeSpan[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += pieceMs) {
    pieces.push({ from: new Date(at), to: new Date(Math.min(at + pieceMs, to.getTime())) });
  }
  return pieces;
}

const later = (a: Date, b: Date): Date => (a.getTime() > b.getTime() ? a : b);
