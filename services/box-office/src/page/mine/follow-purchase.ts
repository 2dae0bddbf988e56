import type { Purchase, ShowWithStock } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { purchases, serverClock } from '../api/willcall.ts';
import { showOf } from './show-of.ts';

/** Milliseconds until a purchase is read again, by how soon it can change. */
const PACES = { awaited: 1_000, ending: 2_000, refunding: 5_000, open: 15_000 } as const;

/** Milliseconds for which a purchase that was not paid in time can still be paid late, or be refunded. */
const LATE_MS = 15 * 60 * 1_000;

/**
 * Chooses after how many milliseconds a purchase is read again. Undefined: it does not change by itself.
 *
 * @param now milliseconds since 1970, by the server's clock
 * @param isAwaited whether its payment is on its way
 */
export function choosePace(
  purchase: Purchase,
  now: number,
  isAwaited: boolean,
): number | undefined {
  if (purchase.refund?.status === 'REQUESTED') return PACES.refunding;
  switch (purchase.status) {
    case 'HELD': {
      if (isAwaited) return PACES.awaited;
      const isEnding =
        purchase.cancellationRequestedAt !== undefined || now >= Date.parse(purchase.holdUntil);
      return isEnding ? PACES.ending : PACES.open;
    }
    case 'EXPIRED': {
      const { expiredAt } = purchase;
      const isRecent = expiredAt !== undefined && now < Date.parse(expiredAt) + LATE_MS;
      return isRecent ? PACES.open : undefined;
    }
    default:
      return undefined;
  }
}

type Read = { readonly purchase: Purchase; readonly show: ShowWithStock | undefined };

/** A hook: a purchase of a user with its show, as it changes while it is still to be paid. */
export function useFollowedPurchase(
  purchaseId: string,
  user: string,
): { readonly loaded: Loaded<Read>; readonly setAwaited: (isAwaited: boolean) => void } {
  const [isAwaited, setAwaited] = useState(false);
  const [pace, setPace] = useState<number>();
  const loaded = useLoaded<Read>({
    of: `${purchaseId} of ${user}`,
    load: async (signal) => {
      const purchase = await purchases.resume(purchaseId, { signal });
      return { purchase, show: await showOf(purchase.showId) };
    },
    refreshMs: pace,
  });
  const next =
    loaded.state === 'loaded'
      ? choosePace(loaded.value.purchase, serverClock.now(), isAwaited)
      : undefined;
  useEffect(() => setPace(next), [next]);
  return { loaded, setAwaited };
}
