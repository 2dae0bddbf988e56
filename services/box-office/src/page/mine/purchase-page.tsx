import { type Purchase, type ShowWithStock, WillcallError } from '@willcall/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SignInPanel } from '../account/sign-in.tsx';
import { useUser } from '../api/session.ts';
import { purchases, serverClock } from '../api/willcall.ts';
import { forgetPurchase } from '../kept/requests.ts';
import { Failure } from '../layout/failure.tsx';
import { Title } from '../layout/title.tsx';
import { PayView } from '../pay/pay-view.tsx';
import { Link, navigate, paths } from '../routing.tsx';
import { Start } from '../shows/start.tsx';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { saveCalendar } from './calendar.ts';
import { isCancellable, sayConsequence } from './cancelling.ts';
import { ConfirmedAction } from './confirmed-action.tsx';
import { useFollowedPurchase } from './follow-purchase.ts';
import { HolderForm } from './holder-form.tsx';
import { PurchaseStatus } from './purchase-list.tsx';
import { RefundSentence } from './refund.tsx';
import { TicketList } from './ticket-list.tsx';

/** One purchase: its tickets to print, and what its buyer can still change. */
export function PurchasePage({ purchaseId }: { readonly purchaseId: string }) {
  const user = useUser();
  useEffect(dropReturnParameters, [purchaseId]);
  if (user === undefined) return <SignInPanel title={texts.request.title.open} />;
  return <PurchaseOf purchaseId={purchaseId} user={user.id} />;
}

type PurchaseOfProps = { readonly purchaseId: string; readonly user: string };

function PurchaseOf({ purchaseId, user }: PurchaseOfProps) {
  const { loaded, setAwaited } = useFollowedPurchase(purchaseId, user);
  if (loaded.state === 'loading')
    return <div class="narrow panel panel-loading" aria-busy="true" />;
  if (loaded.state === 'failed') {
    return isGone(loaded.error) ? (
      <section class="message">
        <Title>{texts.mine.gone}</Title>
        <Link href={paths.purchases}>{texts.mine.all}</Link>
      </section>
    ) : (
      <Failure error={loaded.error} retry={loaded.retry} />
    );
  }
  return <Shown {...loaded.value} reload={loaded.reload} onAwaited={setAwaited} />;
}

/** The page of a bank adds the secret of the payment to the address, which must not stay in the history. */
const dropReturnParameters = (): void => {
  if (location.search !== '') history.replaceState(null, '', location.pathname);
};

const isGone = (error: unknown): boolean =>
  error instanceof WillcallError && [400, 404, 410, 422].includes(error.status ?? 0);

type ShownProps = {
  readonly purchase: Purchase;
  readonly show: ShowWithStock | undefined;
  readonly reload: () => void;
  readonly onAwaited: (isAwaited: boolean) => void;
};

function Shown({ purchase, show, reload, onAwaited }: ShownProps) {
  const name = show?.name ?? texts.mine.unknownShow;
  const panel = useRef<HTMLDivElement>(null);
  const [first] = useState(purchase.status);
  useEffect(() => {
    // What had the focus may be gone, such as the button that pays.
    if (purchase.status !== first) panel.current?.focus({ preventScroll: true });
  }, [purchase.status]);
  return (
    <div class="narrow panel purchase" ref={panel} tabIndex={-1}>
      <div>
        <Title>{name}</Title>
        {show !== undefined && (
          <p>
            <bdi>{show.venue}</bdi> · <Start show={show} />
          </p>
        )}
      </div>
      <div>
        <p class="purchase-end">
          <PurchaseStatus status={purchase.status} />
          {purchase.total !== undefined && <strong>{formatMoney(purchase.total)}</strong>}
        </p>
        <div role="status">
          {purchase.status === 'CONFIRMED' && first === 'HELD' && (
            <p>{texts.request.title.confirmed}.</p>
          )}
          <Sentences purchase={purchase} />
          <RefundSentence purchase={purchase} show={show} />
        </div>
      </div>
      {purchase.status === 'HELD' && purchase.cancellationRequestedAt === undefined && (
        <PayView purchase={purchase} onAwaited={onAwaited} reload={reload} />
      )}
      {purchase.status === 'CONFIRMED' && (
        <>
          <TicketList purchase={purchase} show={show} />
          <div class="actions">
            <button type="button" onClick={() => window.print()}>
              {texts.mine.print}
            </button>
            {show !== undefined && (
              <button type="button" onClick={() => saveCalendar(show, purchase)}>
                {texts.mine.calendar}
              </button>
            )}
          </div>
          <HolderForm purchase={purchase} onChanged={reload} />
        </>
      )}
      <Ending purchase={purchase} show={show} onChanged={reload} />
    </div>
  );
}

/** What the status alone does not say. */
function Sentences({ purchase }: Pick<ShownProps, 'purchase'>) {
  const { reasons, mine, request } = texts;
  switch (purchase.status) {
    case 'REJECTED':
      return <p>{reasons[purchase.reason].why}</p>;
    case 'HELD':
      return purchase.cancellationRequestedAt === undefined ? null : <p>{mine.cancelling}</p>;
    case 'EXPIRED':
      return (
        <>
          <p>{request.expired}</p>
          {purchase.refund === undefined && <p>{mine.late}</p>}
          {purchase.showId !== undefined && (
            <p>
              <Link href={paths.show(purchase.showId)}>{request.again}</Link>
            </p>
          )}
        </>
      );
    default:
      return null;
  }
}

type EndingProps = Pick<ShownProps, 'purchase' | 'show'> & { readonly onChanged: () => void };

/** Cancelling and erasing. Both ask first, and say what they do. */
function Ending({ purchase, show, onChanged }: EndingProps) {
  const { purchaseId } = purchase;
  const [error, setError] = useState<string>();
  const run = async (action: () => Promise<unknown>, done: () => void) => {
    try {
      await action();
      done();
    } catch (reason) {
      const isRefused = reason instanceof WillcallError && reason.status === 409;
      setError(isRefused ? texts.mine.tooLate : texts.failure.noAnswer);
    }
  };
  const erased = () => {
    forgetPurchase(purchaseId);
    navigate(paths.purchases, { replace: true });
  };
  return (
    <div class="ending">
      {isCancellable({ purchase, show }, serverClock.now()) && (
        <ConfirmedAction
          {...texts.mine.cancel}
          consequence={sayConsequence({ purchase, show })}
          onConfirm={() => run(() => purchases.cancel(purchaseId), onChanged)}
        />
      )}
      <ConfirmedAction
        {...texts.mine.erase}
        onConfirm={() => run(() => purchases.erase(purchaseId), erased)}
      />
      <p class="error" role="alert">
        {error}
      </p>
    </div>
  );
}
