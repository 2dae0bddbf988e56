import { useId, useState } from 'preact/hooks';
import { texts } from '../text/language.ts';
import type { PlacedSeat, SeatSelection } from './house.ts';

type SeatListProps = SeatSelection & {
  readonly onAdd: (seat: PlacedSeat) => void;
};

/** The free seats as two lists, rows and seats: the way of the keyboard and of screen readers. */
export function SeatList({ house, states, chosen, onAdd }: SeatListProps) {
  const id = useId();
  const [wantedRow, setRow] = useState<string>();
  const [wantedSeat, setSeat] = useState<string>();
  const free = house.seats.filter(
    ({ seatId }) => states.get(seatId)?.isFree === true && !chosen.includes(seatId),
  );
  const rows = house.rows.filter((row) => free.some((seat) => seat.row === row));
  const row = rows.find((name) => name === wantedRow) ?? rows[0];
  const ofRow = free.filter((seat) => seat.row === row);
  const seat = ofRow.find(({ seatId }) => seatId === wantedSeat) ?? ofRow[0];
  return (
    <fieldset class="seat-list">
      <legend>{texts.seats.list}</legend>
      <div class="field">
        <label for={`${id}-row`}>{texts.seats.row}</label>
        <select
          id={`${id}-row`}
          value={row}
          onChange={(event) => setRow(event.currentTarget.value)}
        >
          {rows.map((name) => (
            <option key={name} value={name}>
              {name === '' ? '–' : name}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-seat`}>{texts.seats.seat}</label>
        <select
          id={`${id}-seat`}
          value={seat?.seatId ?? ''}
          onChange={(event) => setSeat(event.currentTarget.value)}
        >
          {ofRow.map(({ seatId, number }) => (
            <option key={seatId} value={seatId}>
              {number === '' ? seatId : number}
            </option>
          ))}
        </select>
      </div>
      <button type="button" aria-disabled={seat === undefined} onClick={() => seat && onAdd(seat)}>
        {texts.seats.add}
      </button>
    </fieldset>
  );
}
