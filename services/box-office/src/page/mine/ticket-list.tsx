import type { ConfirmedPurchase, ShowWithStock } from '@willcall/client';
import { formatMoment } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type TicketListProps = {
  readonly purchase: ConfirmedPurchase;
  readonly show?: ShowWithStock | undefined;
};

/** The tickets of a purchase. On paper, each also says its show, place and time. */
export function TicketList({ purchase, show }: TicketListProps) {
  return (
    <ul class="tickets">
      {purchase.tickets.map(({ ticketId, seat }) => (
        <li key={ticketId}>
          {show !== undefined && (
            <span class="on-paper">
              {show.name}
              <br />
              {show.venue}, {formatMoment(show.startsAt, show.timeZone)}
            </span>
          )}
          <span>{seat === undefined ? texts.request.ticket : texts.mine.seat(seat)}</span>
          <span class="holder">{purchase.holder.name}</span>
          <code>{ticketId}</code>
        </li>
      ))}
    </ul>
  );
}
