import type { Behaviour } from '../contract/cast.ts';

/** One in a hundred types a card that is none, five in a hundred send their request twice. */
const BAD_CARD_EVERY = 100;
const REPEATED_EVERY = 20;

/** In the middle of each hundred and twenty, so that short loads have some; never the same buyer. */
const BAD_CARD_AT = 50;
const REPEATED_AT = 7;

/** What the buyer with this place in the line does, from 0: counted, not drawn, so that it is known. */
export const behaviourOf = (index: number): Behaviour => {
  if (index % BAD_CARD_EVERY === BAD_CARD_AT) return 'bad-card';
  return index % REPEATED_EVERY === REPEATED_AT ? 'repeats' : 'buys';
};

/** How many of the first buyers have a card that can pay. */
export const payingBuyers = (buyers: number): number => {
  const indexes = Array.from({ length: buyers }, (_, index) => index);
  return indexes.filter((index) => behaviourOf(index) !== 'bad-card').length;
};
