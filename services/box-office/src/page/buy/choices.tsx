import type { Money, ShowWithStock } from '@willcall/client';
import { useEffect, useState } from 'preact/hooks';
import { SeatsStep } from '../seats/seats-step.tsx';
import { useSeats } from '../seats/use-seats.ts';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { type Choice, mostTickets, type OrderErrors } from './order-form.ts';
import { QuantityStep } from './quantity-step.tsx';

export type Choosing = {
  readonly show: ShowWithStock;
  readonly errors: OrderErrors;
  readonly onChange: (choice: Choice) => void;
};

/** General admission: how many tickets. */
export function TicketsChoice({
  show,
  errors,
  onChange,
  quantity,
}: Choosing & { readonly quantity: number }) {
  return (
    <div>
      <QuantityStep
        quantity={quantity}
        most={mostTickets(show)}
        error={errors.quantity}
        onChange={(next) => onChange({ quantity: next })}
      />
      <PriceNotice now={show.price} />
    </div>
  );
}

type SeatsChoiceProps = Choosing & {
  readonly chosen: readonly string[];
  /** The total follows the seats, because each can have its own price. */
  readonly onTotal: (total: Money) => void;
};

/** Reserved seating: which seats. */
export function SeatsChoice({ show, errors, onChange, chosen, onTotal }: SeatsChoiceProps) {
  const seats = useSeats(show.showId);
  const states = seats.state === 'loaded' ? seats.states : undefined;
  const amount = chosen.reduce(
    (sum, seatId) => sum + (states?.get(seatId)?.price ?? show.price).amount,
    0,
  );
  const { currency } = show.price;
  useEffect(() => onTotal({ amount, currency }), [amount, currency, onTotal]);
  return (
    <SeatsStep
      show={show}
      seats={seats}
      chosen={chosen}
      error={errors.seats}
      onChange={(next) => onChange({ seats: next })}
    />
  );
}

/** Says that the price has changed since the form was opened, before anything is bought. */
function PriceNotice({ now }: { readonly now: Money }) {
  const [before] = useState(now);
  return (
    <div role="status">
      {before.amount === now.amount ? null : (
        <p class="notice">{texts.buy.priceChanged(formatMoney(before), formatMoney(now))}</p>
      )}
    </div>
  );
}
