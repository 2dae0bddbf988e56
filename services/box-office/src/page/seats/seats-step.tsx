import type { ShowWithStock } from '@willcall/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { MOST_TICKETS } from '../buy/order-form.ts';
import { formatList, formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { type PlacedSeat, placeSeats, toStates } from './house.ts';
import { SeatList } from './seat-list.tsx';
import { SeatMap } from './seat-map.tsx';
import type { Seats } from './use-seats.ts';

type SeatsStepProps = {
  readonly show: ShowWithStock;
  readonly seats: Seats;
  readonly chosen: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (chosen: readonly string[]) => void;
};

const NO_SEATS = { house: placeSeats([]), states: toStates([]) };

/** Which seats: on the map, or from the list of free ones. */
export function SeatsStep({ show, seats, chosen, error, onChange }: SeatsStepProps) {
  const [lost, setLost] = useState<readonly string[]>([]);
  const list = useRef<HTMLUListElement>(null);
  const most = Math.min(MOST_TICKETS, show.maxTicketsPerBuyer ?? MOST_TICKETS);
  // Until the seats are read, an empty house has their place.
  const { house, states } = seats.state === 'loaded' ? seats : NO_SEATS;
  const taken =
    seats.state === 'loaded' ? chosen.filter((seatId) => states.get(seatId)?.isFree !== true) : [];

  useEffect(() => {
    if (taken.length === 0) return;
    setLost(taken);
    onChange(chosen.filter((seatId) => !taken.includes(seatId)));
  });

  if (seats.state === 'failed') {
    return (
      <div role="alert">
        <p>{texts.failure.noAnswer}</p>
        <button type="button" onClick={seats.retry}>
          {texts.retry}
        </button>
      </div>
    );
  }
  const add = ({ seatId }: PlacedSeat) => {
    setLost([]);
    if (chosen.length < most) onChange([...chosen, seatId]);
  };
  const remove = (seatId: string) => onChange(chosen.filter((one) => one !== seatId));
  // The button goes with its seat, so the focus goes to the list.
  const removeListed = (seatId: string) => {
    list.current?.focus();
    remove(seatId);
  };
  const toggle = (seat: PlacedSeat) =>
    chosen.includes(seat.seatId) ? remove(seat.seatId) : add(seat);
  return (
    <div class="seats">
      <p class="note">{texts.seats.hint(most)}</p>
      <p class="stage">{texts.seats.stage}</p>
      {seats.state === 'loading' ? (
        <div class="seat-map skeleton" />
      ) : (
        <SeatMap house={house} states={states} chosen={chosen} onToggle={toggle} />
      )}
      <ul class="legend" aria-hidden="true">
        <li class="seat-free">{texts.seats.free}</li>
        <li class="seat-chosen">{texts.seats.chosen}</li>
        <li class="seat-taken">{texts.seats.taken}</li>
      </ul>
      <SeatList house={house} states={states} chosen={chosen} onAdd={add} />
      <div role="status">
        {lost.length > 0 && <p class="notice">{texts.seats.lost(formatList(lost), lost.length)}</p>}
        {chosen.length === most && <p class="note">{texts.seats.most(most)}</p>}
      </div>
      <ul class="chosen" aria-label={texts.seats.yours} ref={list} tabIndex={-1}>
        {chosen.map((seatId) => (
          <li key={seatId}>
            <span>{seatId}</span>
            <span>{formatMoney(states.get(seatId)?.price ?? show.price)}</span>
            <button type="button" class="quiet" onClick={() => removeListed(seatId)}>
              {texts.seats.remove} <span class="unseen">{seatId}</span>
            </button>
          </li>
        ))}
      </ul>
      {error !== undefined && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
