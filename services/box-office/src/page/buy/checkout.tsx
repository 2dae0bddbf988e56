import type { BuyerLedger, Money, ShowWithStock } from '@willcall/client';
import { cancellableUntil } from '@willcall/domain';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SignInForm } from '../account/sign-in.tsx';
import { useUser } from '../api/session.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { purchases } from '../api/willcall.ts';
import { keepDraft, readDraft } from '../kept/draft.ts';
import { findOpenRequest } from '../kept/requests.ts';
import { Link, navigate, paths } from '../routing.tsx';
import { formatMoment, formatMoney, UNKNOWN } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { EMPTY_CARD } from './card.ts';
import { type Choosing, SeatsChoice, TicketsChoice } from './choices.tsx';
import { HolderFields } from './holder-fields.tsx';
import { type Choice, isFree, needsCard, type OrderErrors, readOrder } from './order-form.ts';
import { PaymentStep } from './payment-step.tsx';
import { prepareRequest } from './prepare-request.ts';
import { takeReturnedOrder } from './returned-order.ts';

type CheckoutProps = { readonly show: ShowWithStock };

/** Buys tickets: whoever is signed in gets the form, unless a request of theirs is still open. */
export function Checkout({ show }: CheckoutProps) {
  const user = useUser();
  if (user === undefined) return <SignInForm title={texts.signIn.toBuy} />;
  const open = findOpenRequest(show.showId, user.id);
  if (open === undefined) return <WithinLimit show={show} user={user.id} key={user.id} />;
  return (
    <div role="status">
      <h2>{texts.buy.open}</h2>
      <Link href={paths.request(open.key)}>{texts.buy.openLink}</Link>
    </div>
  );
}

/** The form, unless the buyer has tickets to pay first, or already as many as one buyer may have. */
function WithinLimit({ show, user }: CheckoutProps & { readonly user: string }) {
  const most = show.maxTicketsPerBuyer;
  const isLimited = most !== undefined || show.payment === 'PROVIDER';
  const had = useLoaded({
    of: `tickets of ${user} for ${show.showId}, at most ${most}`,
    load: async (signal) =>
      isLimited ? await purchases.count(show.showId, { signal }) : undefined,
  });
  // Without an answer, the form is shown: the decision keeps the limit in any case.
  const { tickets, lastPurchase }: Partial<BuyerLedger> =
    had.state === 'loaded' ? (had.value ?? {}) : {};
  if (lastPurchase?.status === 'HELD') {
    return (
      <div role="status">
        <h2>{texts.buy.toBePaid}</h2>
        <Link href={paths.purchase(lastPurchase.purchaseId)}>{texts.buy.pay}</Link>
      </div>
    );
  }
  if (tickets === undefined || most === undefined || tickets < most) {
    return <OrderForm show={show} user={user} />;
  }
  return (
    <div role="status">
      <h2>{texts.buy.limitReached(tickets)}</h2>
      <Link href={paths.purchases}>{texts.mine.all}</Link>
    </div>
  );
}

/** Tickets or seats, holder, payment and total. Nothing that was typed is lost, whatever is wrong with it. */
function OrderForm({ show, user }: CheckoutProps & { readonly user: string }) {
  const isSeated = show.seating === 'RESERVED';
  const [returned] = useState(() => takeReturnedOrder(show.showId, user));
  const [choice, setChoice] = useState<Choice>(
    returned?.choice ?? (isSeated ? { seats: [] } : { quantity: 1 }),
  );
  const [seatsTotal, setSeatsTotal] = useState<Money>({ ...show.price, amount: 0 });
  const [draft, setDraft] = useState(() => readDraft(user));
  const [card, setCard] = useState(returned?.card ?? EMPTY_CARD);
  const [refused, setRefused] = useState<OrderErrors>(returned?.errors ?? {});
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (returned !== undefined) focusFirstError(form.current);
  }, [returned]);
  const total =
    choice.seats === undefined
      ? { ...show.price, amount: show.price.amount * (choice.quantity || 0) }
      : seatsTotal;
  const read = readOrder({ choice, total, draft, card }, show);
  // Once the buyer has tried, each sentence goes as soon as its field is right.
  const errors = { ...refused, ...(isTried && read.errors) };
  const hasTotal = read.errors?.quantity === undefined && read.errors?.seats === undefined;

  const changeDraft = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    keepDraft(user, { ...draft, ...change });
    setRefused({});
  };
  const changeCard = (typed: typeof card) => {
    setCard(typed);
    setRefused({});
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (read.errors !== undefined) return focusFirstError(form.current);
    const order = { show, user, choice, total, draft, payment: read.payment };
    navigate(paths.request(prepareRequest(order)));
  };
  const choosing: Choosing = { show, errors, onChange: setChoice };
  return (
    <form class={isSeated ? 'order order-seated' : 'order'} ref={form} onSubmit={submit} noValidate>
      <h2>{texts.buy.title}</h2>
      {choice.seats === undefined ? (
        <TicketsChoice {...choosing} quantity={choice.quantity} />
      ) : (
        <SeatsChoice {...choosing} chosen={choice.seats} onTotal={setSeatsTotal} />
      )}
      <div class="order-fields">
        <HolderFields holder={draft} errors={errors} onChange={changeDraft} />
        {needsCard(show, total) && (
          <PaymentStep card={card} errors={errors} onChange={changeCard} />
        )}
        <p class="total">
          <span>{texts.buy.total}</span>
          <strong>{hasTotal ? formatMoney(total) : UNKNOWN}</strong>
        </p>
        <button type="submit" class="primary">
          {isFree(show, total) || !hasTotal
            ? texts.buy.submitFree
            : nameSubmit(show, formatMoney(total))}
        </button>
        {show.payment === 'PROVIDER' && !isFree(show, total) && <Terms show={show} />}
      </div>
    </form>
  );
}

/** What a buyer should know before tickets are held: for how long, and what cancelling costs. */
function Terms({ show }: CheckoutProps) {
  const { holdNote, feeNote, cancelNote } = texts.buy;
  const { holdSeconds, refundFee, refundUntilSeconds, price, timeZone } = show;
  return (
    <div class="note">
      {holdSeconds !== undefined && <p>{holdNote(Math.round(holdSeconds / SECONDS_PER_MINUTE))}</p>}
      {refundFee !== undefined && <p>{feeNote(formatMoney({ ...price, amount: refundFee }))}</p>}
      {refundUntilSeconds !== undefined && (
        <p>{cancelNote(formatMoment(cancellableUntil(show), timeZone))}</p>
      )}
    </div>
  );
}

const SECONDS_PER_MINUTE = 60;

/** What the button does: it buys, or holds the tickets until they are paid. */
const nameSubmit = ({ payment }: ShowWithStock, total: string): string =>
  payment === 'PROVIDER' ? texts.buy.submitHold : texts.buy.submit(total);

/** After the errors are shown, the focus goes to the first field that has one. */
const focusFirstError = (form: HTMLFormElement | null): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
};
