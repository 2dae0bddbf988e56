import { known } from '@willcall/contracts';
import { useEffect, useState } from 'preact/hooks';
import { SignInPanel } from '../account/sign-in.tsx';
import { useUser } from '../api/session.ts';
import { findRequest, type KeptRequest, keepRequest } from '../kept/requests.ts';
import { Title } from '../layout/title.tsx';
import { Link, navigate, paths } from '../routing.tsx';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { CardAgain } from './card-again.tsx';
import { type CardInput, followRequest, holdCard, type Progress } from './follow-request.ts';
import { translateErrors } from './order-form.ts';
import { Outcome, Refusal } from './outcome.tsx';
import { returnOrder } from './returned-order.ts';
import { Waiting } from './waiting.tsx';

/** How a purchase is going, from asking until the tickets, or the reason why there are none. */
export function RequestPage({ requestKey }: { readonly requestKey: string }) {
  const user = useUser();
  if (user === undefined) return <SignInPanel title={texts.request.title.open} />;
  const request = findRequest(requestKey, user.id);
  if (request === undefined) {
    return (
      <section class="message">
        <Title>{texts.request.unknown(user.name)}</Title>
        <Link href={paths.shows}>{texts.show.back}</Link>
      </section>
    );
  }
  return <Followed request={request} key={requestKey} />;
}

function Followed({ request }: { readonly request: KeptRequest }) {
  const [attempt, setAttempt] = useState(0);
  const [progress, setProgress] = useState<Progress>(startOf(request));

  useEffect(() => {
    if (request.end === 'refused' || request.end === 'left') return undefined;
    const end = new AbortController();
    followRequest(request, setProgress, end.signal).catch((error) => {
      if (!end.signal.aborted) throw error;
    });
    return () => end.abort();
  }, [attempt]);

  useEffect(() => {
    if (progress.state === 'refused') backToForm(request, progress);
  }, [progress]);

  const goOn = (card: CardInput) => {
    holdCard(request.key, card);
    setAttempt(attempt + 1);
  };
  const leave = () => {
    keepRequest({ ...request, end: 'left' });
    navigate(paths.show(request.body.showId));
  };
  return (
    <div class="narrow panel">
      <Summary request={request} />
      {progress.state === 'decided' ? (
        <Outcome purchase={progress.purchase} request={request} />
      ) : progress.state === 'refused' ? (
        <Refusal code={progress.code} request={request} />
      ) : progress.state === 'card-needed' ? (
        <CardAgain request={request} onCard={goOn} onLeave={leave} />
      ) : (
        <Waiting progress={progress} onLeave={leave} />
      )}
    </div>
  );
}

function startOf({ end, refusal = '', purchaseId }: KeptRequest): Progress {
  if (end === 'refused' || end === 'left') {
    return { state: 'refused', code: refusal, errors: [], card: undefined };
  }
  return purchaseId === undefined
    ? { state: 'asking' }
    : { state: 'waiting', estimatedWaitSeconds: undefined };
}

/** What was asked for, and the total. It stands first, so that it never moves. */
function Summary({ request: { body, showName, total } }: { readonly request: KeptRequest }) {
  return (
    <p class="total summary">
      <span>{texts.request.summary(countTickets(body), showName)}</span>
      <strong>{formatMoney(total)}</strong>
    </p>
  );
}

/** Shows the form again with all that was typed, if the API has refused some of its fields. */
function backToForm(
  { body, user }: KeptRequest,
  { code, errors, card }: Extract<Progress, { state: 'refused' }>,
): void {
  const translated = translateErrors(code === 'INVALID_CARD' ? [CARD_NUMBER] : errors);
  if (Object.keys(translated).length === 0) return;
  returnOrder({
    user,
    showId: body.showId,
    choice: body.seats === undefined ? { quantity: countTickets(body) } : { seats: body.seats },
    card: { number: card?.number ?? '', expiry: card === undefined ? '' : formatExpiry(card) },
    errors: translated,
  });
  navigate(paths.show(body.showId), { replace: true });
}

const countTickets = ({ seats, quantity }: KeptRequest['body']): number =>
  known(seats?.length ?? quantity, 'number of tickets of a request');

const CARD_NUMBER = { path: 'card.number', message: '' };

const formatExpiry = ({ expiryMonth, expiryYear }: CardInput): string =>
  `${String(expiryMonth).padStart(2, '0')}/${expiryYear}`;
