import type { Purchase, ShowWithStock } from '@willcall/client';
import { useState } from 'preact/hooks';
import { useLoaded } from '../../api/use-loaded.ts';
import { purchases } from '../../api/willcall.ts';
import { showOf } from '../../mine/show-of.ts';
import { operateTexts } from '../../text/operate.ts';
import { OrganiserFailure } from '../organiser-failure.tsx';
import { BuyerPurchase } from './buyer-purchase.tsx';

const texts = operateTexts.buyers;

/** Purchases of the first view, and how many more at each request for more: a page of the API. */
const PURCHASES_PER_VIEW = 50;

type Listed = { readonly purchase: Purchase; readonly show: ShowWithStock | undefined };

/** The purchases of one buyer. */
export function BuyerPurchases({ userId }: { readonly userId: string }) {
  const [most, setMost] = useState(PURCHASES_PER_VIEW);
  const loaded = useLoaded({
    of: `purchases of ${userId}, ${most}`,
    load: (signal) => readPurchases(userId, most + 1, signal),
  });
  if (loaded.state === 'failed') {
    return <OrganiserFailure error={loaded.error} retry={loaded.retry} />;
  }
  if (loaded.state === 'loading') return <div class="organised-loading" aria-busy="true" />;
  if (loaded.value.length === 0) return <p>{texts.none}</p>;
  return (
    <>
      <ul class="bought">
        {loaded.value.slice(0, most).map(({ purchase, show }) => (
          <BuyerPurchase key={purchase.purchaseId} {...{ userId, purchase, show }} />
        ))}
      </ul>
      {loaded.value.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + PURCHASES_PER_VIEW)}>
          {texts.more}
        </button>
      )}
    </>
  );
}

async function readPurchases(
  userId: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly Listed[]> {
  const read: Purchase[] = [];
  for await (const purchase of purchases.list({ userId, signal })) {
    read.push(purchase);
    if (read.length === most) break;
  }
  return await Promise.all(
    read.map(async (purchase) => ({ purchase, show: await showOf(purchase.showId) })),
  );
}
