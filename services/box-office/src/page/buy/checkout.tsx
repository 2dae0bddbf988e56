import type { Money, ShowWithStock } from '@willcall/client';
import { useRef, useState } from 'preact/hooks';
import { SignInForm } from '../account/sign-in.tsx';
import { useUser } from '../api/session.ts';
import { keepDraft, readDraft } from '../kept/draft.ts';
import { findOpenRequest, keepRequest } from '../kept/requests.ts';
import { Link, navigate, paths } from '../routing.tsx';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { EMPTY_CARD } from './card.ts';
import { Field } from './field.tsx';
import { holdCard } from './follow-request.ts';
import { mostTickets, type OrderErrors, readOrder } from './order-form.ts';
import { PaymentStep } from './payment-step.tsx';
import { QuantityStep } from './quantity-step.tsx';
import { takeReturnedOrder } from './returned-order.ts';

type CheckoutProps = { readonly show: ShowWithStock };

/** Buys tickets: whoever is signed in gets the form, unless a request of theirs is still open. */
export function Checkout({ show }: CheckoutProps) {
  const user = useUser();
  if (user === undefined) return <SignInForm title={texts.signIn.toBuy} />;
  const open = findOpenRequest(show.showId, user.name);
  if (open === undefined) return <OrderForm show={show} user={user.name} key={user.name} />;
  return (
    <div role="status">
      <h2>{texts.buy.open}</h2>
      <Link href={paths.request(open.key)}>{texts.buy.openLink}</Link>
    </div>
  );
}

/** Quantity, holder, payment and total. Nothing that was typed is lost, whatever is wrong with it. */
function OrderForm({ show, user }: CheckoutProps & { readonly user: string }) {
  const [returned] = useState(() => takeReturnedOrder(show.showId));
  const [quantity, setQuantity] = useState(returned?.quantity ?? 1);
  const [draft, setDraft] = useState(readDraft);
  const [card, setCard] = useState(returned?.card ?? EMPTY_CARD);
  const [refused, setRefused] = useState<OrderErrors>(returned?.errors ?? {});
  const [isTried, setTried] = useState(false);
  const [firstPrice] = useState(show.price);
  const form = useRef<HTMLFormElement>(null);
  const total = { ...show.price, amount: show.price.amount * (quantity || 0) };

  const isFree = show.price.amount === 0;

  const read = readOrder({ quantity, draft, card }, show);
  // Once the buyer has tried, each sentence goes as soon as its field is right.
  const errors = { ...refused, ...(isTried && read.errors) };

  const changeDraft = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    keepDraft({ ...draft, ...change });
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
    // A second click, or the same form in another tab, is the same purchase.
    const key = findOpenRequest(show.showId, user)?.key ?? crypto.randomUUID();
    if (findOpenRequest(show.showId, user) === undefined) {
      keepRequest({
        key,
        user,
        showName: show.name,
        body: {
          showId: show.showId,
          quantity,
          holder: { name: draft.name.trim(), email: draft.email.trim() },
          expectedPrice: show.price,
        },
        ...(read.payment && { card: read.payment.card }),
        total,
      });
      if (read.payment !== undefined) holdCard(key, read.payment.input);
    }
    navigate(paths.request(key));
  };
  return (
    <form class="order" ref={form} onSubmit={submit} noValidate>
      <h2>{texts.buy.title}</h2>
      <QuantityStep
        quantity={quantity}
        most={mostTickets(show)}
        error={errors.quantity}
        onChange={setQuantity}
      />
      <Field
        name="name"
        label={texts.buy.name}
        value={draft.name}
        error={errors.name}
        onInput={(name) => changeDraft({ name })}
        autocomplete="name"
      />
      <Field
        name="email"
        label={texts.buy.email}
        value={draft.email}
        error={errors.email}
        onInput={(email) => changeDraft({ email })}
        inputMode="email"
        autocomplete="email"
      />
      {!isFree && <PaymentStep card={card} errors={errors} onChange={changeCard} />}
      <PriceNotice before={firstPrice} now={show.price} />
      <p class="total">
        <span>{texts.buy.total}</span>
        <strong>{formatMoney(total)}</strong>
      </p>
      <button type="submit" class="primary">
        {isFree ? texts.buy.submitFree : texts.buy.submit(formatMoney(total))}
      </button>
    </form>
  );
}

/** Says that the price has changed since the form was opened, before anything is bought. */
function PriceNotice({ before, now }: { readonly before: Money; readonly now: Money }) {
  const isSame = before.amount === now.amount;
  return (
    <div role="status">
      {isSame ? null : (
        <p class="notice">{texts.buy.priceChanged(formatMoney(before), formatMoney(now))}</p>
      )}
    </div>
  );
}

/** After the errors are shown, the focus goes to the first field that has one. */
const focusFirstError = (form: HTMLFormElement | null): void => {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
};
