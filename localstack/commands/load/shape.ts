import { UsageError } from '@willcall/cli';
import type { Behaviour } from './contract.ts';

/** The part of a shape that the user requested. */
export type ShapeOptions = {
  readonly tickets: number | undefined;
  /** Buyers in the busiest second or, on a quiet day, in the busiest minute. */
  readonly rate: number | undefined;
  /** The time during which buyers arrive. */
  readonly durationSeconds: number | undefined;
};

/** The number of tickets, and of arrivals in each second. */
export type LoadShape = {
  readonly tickets: number;
  readonly arrivals: readonly number[];
};

export const scenarios = ['on-sale', 'quiet-day', 'replay'] as const;
export type Scenario = (typeof scenarios)[number];

/** The scenario sets every option that the user leaves open. */
export const makeLoadShape = (scenario: Scenario, options: ShapeOptions): LoadShape => {
  switch (scenario) {
    case 'on-sale':
      return makeOnSale(options);
    case 'quiet-day':
      return makeQuietDay(options);
    case 'replay':
      return makeReplay(options);
  }
};

const BUYERS_PER_TICKET = 100;

/** At the rate below, the load takes about a minute on two cores that also run the local AWS. */
const TICKETS = 20;

/**
 * Buyers a second. Two cores accept about 600 and decide about 300 purchases a second. The buyers
 * use the remaining capacity, because each one polls several times.
 */
const BUYERS_PER_SECOND = 40;

/** The share of the time for the ramp up to the full rate, and again for the ramp down. */
const RAMP = 0.2;

/** A trapezoid brings this share of the arrivals that its full rate would bring. */
const FILLED = 1 - RAMP;

/** The opening of a sale: a ramp, and a hundred buyers for each ticket. */
const makeOnSale = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  const wanted = countBuyers(tickets, rate, durationSeconds);
  const seconds = durationSeconds ?? Math.ceil(wanted / (FILLED * (rate ?? BUYERS_PER_SECOND)));
  return {
    tickets: tickets ?? Math.max(1, Math.round(wanted / BUYERS_PER_TICKET)),
    arrivals: spread(wanted, makeTrapezoid(seconds)),
  };
};

const countBuyers = (
  tickets: number | undefined,
  rate: number | undefined,
  seconds: number | undefined,
): number => {
  const fixed = seconds !== undefined && (rate !== undefined || tickets === undefined);
  if (!fixed) return (tickets ?? TICKETS) * BUYERS_PER_TICKET;
  return Math.max(1, Math.round(FILLED * (rate ?? BUYERS_PER_SECOND) * seconds));
};

const makeTrapezoid = (seconds: number): number[] => {
  const ramp = RAMP * seconds;
  return Array.from({ length: seconds }, (_, second) => {
    const middle = second + 1 / 2;
    return Math.min(1, middle / ramp, (seconds - middle) / ramp);
  });
};

/** Buyers a minute, by hour from midnight: none at night, some at lunch, most in the evening. */
const BUYERS_PER_MINUTE = [
  0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 3, 2, 2, 3, 4, 5, 6, 5, 3, 2, 1,
] as const;

const BUSIEST = Math.max(...BUYERS_PER_MINUTE);

/** Seconds that the day takes. One minute of every hour is played, in two and a half seconds. */
const SECONDS = 60;

/** More tickets than buyers in a day, so every buyer gets one. */
const TICKETS_PER_BUYER = 2;

/** A day with a few buyers a minute. `rate` is buyers a minute in the busiest hour. */
const makeQuietDay = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  const aMinuteOfEachHour = BUYERS_PER_MINUTE.reduce<number>((a, b) => a + b, 0);
  const buyers = Math.max(1, Math.round((aMinuteOfEachHour * (rate ?? BUSIEST)) / BUSIEST));
  const seconds = durationSeconds ?? SECONDS;
  const weights = Array.from({ length: seconds }, (_, second) => {
    const hour = Math.floor(((second + 1 / 2) * BUYERS_PER_MINUTE.length) / seconds);
    return BUYERS_PER_MINUTE[hour] ?? 0;
  });
  return { tickets: tickets ?? TICKETS_PER_BUYER * buyers, arrivals: spread(buyers, weights) };
};

/**
 * The shape of a real on-sale, as far as it is known: 134 requests in the peak second, and sold out
 * in 13 seconds. Only these two numbers are measured, and the seconds between them are an estimate.
 * The peak is in the second second, when buyers who reloaded the page get through. The rest of the
 * crowd follows.
 */
const ARRIVALS_UNTIL_SOLD_OUT = [58, 134, 121, 103, 88, 75, 64, 55, 47, 40, 34, 29, 25] as const;

/** Buyers who come too late. All are refused. */
const ARRIVALS_AFTER_SOLD_OUT = [22, 19, 16, 14, 12, 10, 8] as const;

const PEAK = Math.max(...ARRIVALS_UNTIL_SOLD_OUT);

/**
 * A replay of that sale. `rate` is buyers in the peak second, and the other seconds scale with it.
 */
const makeReplay = ({ tickets, rate, durationSeconds }: ShapeOptions): LoadShape => {
  if (durationSeconds !== undefined) {
    throw new UsageError('The scenario replay has a fixed duration: remove --duration.');
  }
  const shape = [...ARRIVALS_UNTIL_SOLD_OUT, ...ARRIVALS_AFTER_SOLD_OUT];
  const arrivals = rate === undefined ? shape : scaleShape(shape, rate / PEAK);
  const inTime = arrivals
    .slice(0, ARRIVALS_UNTIL_SOLD_OUT.length)
    .reduce<number>((a, b) => a + b, 0);
  return { tickets: tickets ?? Math.max(1, countPayingBuyers(inTime)), arrivals };
};

const scaleShape = (shape: readonly number[], factor: number): number[] => {
  const buyers = shape.reduce((a, b) => a + b, 0);
  return spread(Math.max(1, Math.round(buyers * factor)), shape);
};

/** Of a hundred buyers, one enters an invalid card and five send their request twice. */
const BAD_CARD_EVERY = 100;
const REPEATED_EVERY = 20;

/** Two different positions in the middle of each 120, so that short loads include both. */
const BAD_CARD_AT = 50;
const REPEATED_AT = 7;

/** The behaviour of the buyer at this position, from 0. It is computed, not random. */
export const chooseBehaviour = (index: number): Behaviour => {
  if (index % BAD_CARD_EVERY === BAD_CARD_AT) return 'bad-card';
  return index % REPEATED_EVERY === REPEATED_AT ? 'repeats' : 'buys';
};

/** Counts the buyers with a valid card among the first buyers. */
export const countPayingBuyers = (buyers: number): number => {
  const indexes = Array.from({ length: buyers }, (_, index) => index);
  return indexes.filter((index) => chooseBehaviour(index) !== 'bad-card').length;
};

/** Splits a whole number in proportion to weights. The parts add up to it exactly. */
export const spread = (total: number, weights: readonly number[]): number[] => {
  const sum = weights.reduce((a, b) => a + b, 0);
  let weighed = 0;
  let given = 0;
  return weights.map((weight) => {
    weighed += weight;
    const part = Math.round((total * weighed) / sum) - given;
    given += part;
    return part;
  });
};
