import { known } from '@willcall/contracts';
import { type HeldPurchase, prolongHold, type ShowRecord, type Store } from '@willcall/store';

/**
 * Seconds. A share refuses whoever comes after its calls of a second. They come back apart, so that a rush becomes
 * a steady stream.
 */
const SHORTEST_WAIT = 2;
const LONGEST_WAIT = 10;

const MS_PER_SECOND = 1_000;

/** Chooses the whole seconds until a buyer tries to pay again. */
export const chooseWaitSeconds = (random: () => number): number =>
  SHORTEST_WAIT + Math.floor(random() * (LONGEST_WAIT - SHORTEST_WAIT + 1));

/**
 * Holds tickets longer by the time that their buyer must wait, at most twice as long as the show says and never
 * after its start, so that nobody can hold tickets for ever by asking. A purchase that has changed meanwhile stays as
 * it is.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function holdLonger(
  store: Store<'purchases'>,
  purchase: HeldPurchase,
  show: Pick<ShowRecord, 'startsAt' | 'holdSeconds'>,
  seconds: number,
): Promise<void> {
  const holdMs = known(show.holdSeconds, 'holdSeconds of a paid show') * MS_PER_SECOND;
  const holdUntil = Math.min(
    Date.parse(purchase.holdUntil) + seconds * MS_PER_SECOND,
    Date.parse(purchase.decidedAt) + 2 * holdMs,
    Date.parse(show.startsAt),
  );
  if (holdUntil <= Date.parse(purchase.holdUntil)) return;
  await prolongHold(store, purchase, new Date(holdUntil).toISOString());
}
