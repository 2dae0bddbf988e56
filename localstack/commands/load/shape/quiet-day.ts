import type { ShapeOptions } from '../options.ts';
import type { LoadShape } from './load-shape.ts';
import { spread } from './spread.ts';

/** Buyers a minute, hour by hour from midnight: nobody at night, some at lunch, most in the evening. */
const BUYERS_PER_MINUTE = [
  0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 3, 2, 2, 3, 4, 5, 6, 5, 3, 2, 1,
] as const;

const BUSIEST = Math.max(...BUYERS_PER_MINUTE);

/** Seconds that the day takes: of every hour one minute is played, here in two and a half seconds. */
const SECONDS = 60;

/** More than the buyers of a day: nobody is refused. */
const TICKETS_PER_BUYER = 2;

/** A day with a few buyers a minute. `rate`: buyers a minute in its busiest hour. */
export const quietDay = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  const aMinuteOfEachHour = BUYERS_PER_MINUTE.reduce<number>((a, b) => a + b, 0);
  const buyers = Math.max(1, Math.round((aMinuteOfEachHour * (rate ?? BUSIEST)) / BUSIEST));
  const seconds = durationSeconds ?? SECONDS;
  const weights = Array.from({ length: seconds }, (_, second) => {
    const hour = Math.floor(((second + 1 / 2) * BUYERS_PER_MINUTE.length) / seconds);
    return BUYERS_PER_MINUTE[hour] ?? 0;
  });
  return { tickets: tickets ?? TICKETS_PER_BUYER * buyers, arrivals: spread(buyers, weights) };
};
