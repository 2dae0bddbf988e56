import { UsageError } from '@willcall/cli';
import type { Behaviour } from './contract.ts';

/** What of a shape the user asked for. */
export type ShapeOptions = {
  readonly tickets: number | undefined;
  /** Buyers in the busiest second, or minute of a quiet day. */
  readonly rate: number | undefined;
  /** In which the buyers come. */
  readonly durationSeconds: number | undefined;
};

/** How many tickets there are, and how many buyers come in each second. */
export type LoadShape = {
  readonly tickets: number;
  readonly arrivals: readonly number[];
};

export const scenarios = ['on-sale', 'quiet-day', 'replay'] as const;
export type Scenario = (typeof scenarios)[number];

/** What is left open in the options is filled by the scenario. */
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
 * A real on-sale's shape, as far as it is known: 134 requests in the peak second, and gone in 13
 * seconds. Only these two numbers are measured. The seconds between them are ours: a peak in the
 * second second, when those who reloaded the page are through, and then what is left of the crowd.
 */
const ARRIVALS_UNTIL_SOLD_OUT = [58, 134, 121, 103, 88, 75, 64, 55, 47, 40, 34, 29, 25] as const;

/** Who comes too late: refused, every one. */
const ARRIVALS_AFTER_SOLD_OUT = [22, 19, 16, 14, 12, 10, 8] as const;

const PEAK = Math.max(...ARRIVALS_UNTIL_SOLD_OUT);

/** A replay of that sale; `rate`: buyers in the peak second, the other seconds in proportion. */
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

/** One in a hundred types a card that is none, five in a hundred send their request twice. */
const BAD_CARD_EVERY = 100;
const REPEATED_EVERY = 20;

/** In the middle of each hundred and twenty, so that short loads have some; never the same buyer. */
const BAD_CARD_AT = 50;
const REPEATED_AT = 7;

/** What the buyer with this place in the line does, from 0: counted, not drawn, so that it is known. */
export const chooseBehaviour = (index: number): Behaviour => {
  if (index % BAD_CARD_EVERY === BAD_CARD_AT) return 'bad-card';
  return index % REPEATED_EVERY === REPEATED_AT ? 'repeats' : 'buys';
};

/** How many of the first buyers have a card that can pay. */
export const countPayingBuyers = (buyers: number): number => {
  const indexes = Array.from({ length: buyers }, (_, index) => index);
  return indexes.filter((index) => chooseBehaviour(index) !== 'bad-card').length;
};

/** Spreads a whole number over places in proportion to their weights; the parts add up to it exactly. */
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
