import { known } from '@willcall/contracts';
import { useState } from 'preact/hooks';
import type { KeptRequest } from '../kept/requests.ts';
import { Title } from '../layout/title.tsx';
import { texts } from '../text/language.ts';
import { type CardErrors, EMPTY_CARD, readCard } from './card.ts';
import type { CardInput } from './follow-request.ts';
import { PaymentStep } from './payment-step.tsx';

type CardAgainProps = {
  readonly request: KeptRequest;
  readonly onCard: (card: CardInput) => void;
  readonly onLeave: () => void;
};

/** Asks for the same card again, because nobody knows whether the request arrived, and no card is kept. */
export function CardAgain({ request, onCard, onLeave }: CardAgainProps) {
  const [typed, setTyped] = useState(EMPTY_CARD);
  const [errors, setErrors] = useState<CardErrors>({});
  const { title, text, other, submit, leave } = texts.request.cardNeeded;
  const { last4, brand } = known(request.card, 'card of a request that needs it again');
  const send = (event: Event) => {
    event.preventDefault();
    const read = readCard(typed, new Date());
    if (read.errors !== undefined) return setErrors(read.errors);
    // Another card would be another request with the same key, which the API refuses.
    const isSame = read.card.last4 === last4 && read.card.brand === brand;
    if (isSame) onCard(read.input);
    else setErrors({ number: other(last4) });
  };
  return (
    <form class="order" onSubmit={send} noValidate>
      <Title>{title}</Title>
      <p>{text(last4)}</p>
      <PaymentStep card={typed} errors={errors} onChange={setTyped} />
      <button type="submit" class="primary">
        {submit}
      </button>
      <button type="button" class="quiet" onClick={onLeave}>
        {leave}
      </button>
    </form>
  );
}
