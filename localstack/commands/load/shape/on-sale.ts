import type { ShapeOptions } from '../options.ts';
import type { LoadShape } from './load-shape.ts';
import { spread } from './spread.ts';

const BUYERS_PER_TICKET = 100;

/** With the rate below a good minute on two cores that also run the local AWS. */
const TICKETS = 20;

/**
 * Buyers a second. Two cores accept about 600 and decide about 300 purchases a second, and need the
 * rest for the buyers themselves, who look several times.
 */
const BUYERS_PER_SECOND = 40;

/** Of the time: the ramp up to the full rate, and as much down again. */
const RAMP = 0.2;

/** A trapezoid holds this part of what its full rate would bring all the time. */
const FILLED = 1 - RAMP;

/** The moment a sale opens: a ramp, and a hundred buyers for each ticket. */
export const onSale = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  const wanted = wantedBuyers(tickets, rate, durationSeconds);
  const seconds = durationSeconds ?? Math.ceil(wanted / (FILLED * (rate ?? BUYERS_PER_SECOND)));
  return {
    tickets: tickets ?? Math.max(1, Math.round(wanted / BUYERS_PER_TICKET)),
    arrivals: spread(wanted, trapezoid(seconds)),
  };
};

const wantedBuyers = (
  tickets: number | undefined,
  rate: number | undefined,
  seconds: number | undefined,
): number => {
  const fixed = seconds !== undefined && (rate !== undefined || tickets === undefined);
  if (!fixed) return (tickets ?? TICKETS) * BUYERS_PER_TICKET;
  return Math.max(1, Math.round(FILLED * (rate ?? BUYERS_PER_SECOND) * seconds));
};

const trapezoid = (seconds: number): number[] => {
  const ramp = RAMP * seconds;
  return Array.from({ length: seconds }, (_, second) => {
    const middle = second + 1 / 2;
    return Math.min(1, middle / ramp, (seconds - middle) / ramp);
  });
};
