import type { Purchase, ShowWithStock } from '@willcall/client';
import { useState } from 'preact/hooks';
import { SignInForm } from '../account/sign-in.tsx';
import { useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { useTimeLeft } from '../api/use-time-left.ts';
import { purchases } from '../api/willcall.ts';
import { Failure } from '../layout/failure.tsx';
import { Title } from '../layout/title.tsx';
import { Link, paths } from '../routing.tsx';
import { formatTimeLeft } from '../shows/duration.ts';
import { formatMoment, formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { showOf } from './show-of.ts';

/** Purchases of the first view, and how many more at each request for more: a page of the API. */
const PURCHASES_PER_VIEW = 50;

type Listed = { readonly purchase: Purchase; readonly show: ShowWithStock | undefined };

/** All purchases of whoever is signed in. */
export function PurchaseList() {
  const user = useUser();
  return (
    <>
      <Title>{texts.mine.title}</Title>
      {user === undefined ? (
        <div class="narrow panel">
          <SignInForm />
        </div>
      ) : (
        <ListOf user={user.id} key={user.id} />
      )}
    </>
  );
}

function ListOf({ user }: { readonly user: string }) {
  const [most, setMost] = useState(PURCHASES_PER_VIEW);
  const loaded = useLoaded({
    of: `purchases of ${user}, ${most}`,
    load: (signal) => readPurchases(most + 1, signal),
  });
  if (loaded.state === 'failed') return <Failure error={loaded.error} retry={loaded.retry} />;
  if (loaded.state === 'loading') return <div class="purchases skeleton" aria-busy="true" />;
  if (loaded.value.length === 0) {
    return (
      <section class="message">
        <h2>{texts.mine.none}</h2>
        <Link href={paths.shows}>{texts.request.others}</Link>
      </section>
    );
  }
  return (
    <>
      <ul class="purchases">
        {loaded.value.slice(0, most).map((listed) => (
          <Row key={listed.purchase.purchaseId} {...listed} />
        ))}
      </ul>
      {loaded.value.length > most && (
        <button type="button" class="quiet" onClick={() => setMost(most + PURCHASES_PER_VIEW)}>
          {texts.mine.more}
        </button>
      )}
    </>
  );
}

function Row({ purchase, show }: Listed) {
  const { purchaseId, status, quantity, requestedAt, total } = purchase;
  return (
    <li>
      <h2>
        <Link href={paths.purchase(purchaseId)}>{show?.name ?? texts.mine.unknownShow}</Link>
      </h2>
      <p>
        {quantity === undefined ? '' : `${texts.tickets(quantity)} · `}
        <time dateTime={requestedAt}>{formatMoment(requestedAt)}</time>
      </p>
      <p class="purchase-end">
        <PurchaseStatus status={status} />
        {purchase.status === 'HELD' && <TimeToPay until={purchase.holdUntil} />}
        {purchase.refund !== undefined && (
          <span>{texts.mine.refundStates[purchase.refund.status]}</span>
        )}
        {total !== undefined && <span>{formatMoney(total)}</span>}
      </p>
    </li>
  );
}

function TimeToPay({ until }: { readonly until: string }) {
  const leftMs = useTimeLeft(until);
  const { timeLeft, timeOver } = texts.mine;
  return <span>{leftMs > 0 ? timeLeft(formatTimeLeft(leftMs)) : timeOver}</span>;
}

/** The decision in one word. */
export function PurchaseStatus({ status }: Pick<Purchase, 'status'>) {
  return <span class={`status status-${status.toLowerCase()}`}>{texts.mine.status[status]}</span>;
}

/** The newest first, among those that are read: the API sorts each of its pages. */
async function readPurchases(most: number, signal: AbortSignal): Promise<readonly Listed[]> {
  const read: Purchase[] = [];
  for await (const purchase of purchases.list({ signal })) {
    read.push(purchase);
    if (read.length === most) break;
  }
  read.sort((a, b) => b.requestedAt.localeCompare(a.requestedAt));
  return await Promise.all(
    read.map(async (purchase) => ({ purchase, show: await showOf(purchase.showId) })),
  );
}
