import type { ConfirmedPurchase, HeldPurchase, Purchase, RejectedPurchase } from '@willcall/client';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { KeptRequest } from '../kept/requests.ts';
import { Title } from '../layout/title.tsx';
import { TicketList } from '../mine/ticket-list.tsx';
import { Link, navigate, paths } from '../routing.tsx';
import { formatList, formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type Asked = { readonly request: KeptRequest };

/** The decision: the tickets, or the reason in a sentence and what can be done next. */
export function Outcome({ purchase, request }: Asked & { readonly purchase: Purchase }) {
  switch (purchase.status) {
    case 'HELD':
      return <ToPayment purchaseId={purchase.purchaseId} />;
    case 'EXPIRED':
      return <NoTickets request={request} sentence={texts.request.expired} />;
    case 'CONFIRMED':
      return <Confirmed purchase={purchase} />;
    case 'REJECTED':
      // A show with fewer tickets than asked for is not sold out.
      return purchase.ticketsLeft ? (
        <NoTickets request={request} sentence={texts.request.ticketsLeft(purchase.ticketsLeft)} />
      ) : (
        <NoTickets request={request} reason={purchase.reason}>
          <Details purchase={purchase} />
        </NoTickets>
      );
    case 'CANCELLED':
      return <NoTickets request={request} sentence={texts.request.cancelled} />;
    case 'FAILED':
      return <NoTickets request={request} sentence={texts.request.failed} />;
    case 'UNKNOWN':
      return <NoTickets request={request} reason="UNKNOWN" />;
  }
}

/** A request that the API has not accepted. */
export function Refusal({ code, request }: Asked & { readonly code: string }) {
  const { codes, cardNeeded } = texts.request;
  if (request.end === 'left') return <NoTickets request={request} sentence={cardNeeded.left} />;
  const sentence = Object.entries(codes).find(([name]) => name === code)?.[1];
  return sentence === undefined ? (
    <NoTickets request={request} reason={code} />
  ) : (
    <NoTickets request={request} sentence={sentence} />
  );
}

function Confirmed({ purchase }: { readonly purchase: ConfirmedPurchase }) {
  const { title, holder, paid, open } = texts.request;
  return (
    <div role="status">
      <Title>{title.confirmed}</Title>
      <p>{holder(purchase.holder.name)}</p>
      <TicketList purchase={purchase} />
      {purchase.card !== undefined && (
        <p class="note">{paid(BRANDS[purchase.card.brand], purchase.card.last4)}</p>
      )}
      <p>
        <Link href={paths.purchase(purchase.purchaseId)}>{open}</Link>
      </p>
    </div>
  );
}

/** Leads to where held tickets are paid. Back does not lead here again. */
function ToPayment({ purchaseId }: Pick<HeldPurchase, 'purchaseId'>) {
  useEffect(() => navigate(paths.purchase(purchaseId), { replace: true }), [purchaseId]);
  return <Title>{texts.request.title.held}</Title>;
}

const BRANDS = { visa: 'Visa', mastercard: 'Mastercard' } as const;

type NoTicketsProps = Asked & {
  /** A reason of the API, or its code of a refusal. */
  readonly reason?: string;
  /** Instead of the sentences of a reason. */
  readonly sentence?: string;
  readonly children?: ComponentChildren;
};

function NoTickets({ request, reason = 'UNKNOWN', sentence, children }: NoTicketsProps) {
  const { title, again, others } = texts.request;
  const { why, next } =
    Object.entries(texts.reasons).find(([name]) => name === reason)?.[1] ?? texts.reasons.UNKNOWN;
  return (
    <div role="status">
      <Title>{title.ended}</Title>
      <p>{sentence ?? why}</p>
      {children}
      {sentence === undefined && <p>{next}</p>}
      {reason === 'HOLD_OPEN' && (
        <p>
          <Link href={paths.purchases}>{texts.mine.all}</Link>
        </p>
      )}
      <p class="actions">
        <Link class="button" href={paths.show(request.body.showId)}>
          {again}
        </Link>
        <Link href={paths.shows}>{others}</Link>
      </p>
    </div>
  );
}

/** What the API says besides the reason. */
function Details({ purchase }: { readonly purchase: RejectedPurchase }) {
  const { newPrice, refusedSeats } = texts.request;
  const price = purchase.currentPrice ?? purchase.currentTotal;
  return (
    <>
      {price !== undefined && <p>{newPrice(formatMoney(price))}</p>}
      {purchase.refusedSeats !== undefined && (
        <p>{refusedSeats(formatList(purchase.refusedSeats))}</p>
      )}
    </>
  );
}
