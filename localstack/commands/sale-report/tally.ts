import type { Decision } from '../demo/sale/await-decision.ts';
import type { BuyerStory } from '../demo/sale/buy.ts';

/** What the buyers were told, counted. */
export type Tally = {
  /** Tickets that all buyers together asked for. */
  readonly asked: number;
  readonly soldTickets: number;
  readonly soldPurchases: number;
  /** By reason; refused at once or by the record. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly cancelled: number;
  readonly undecided: number;
  /** Answers that no buyer should get, each with how many got it. */
  readonly unexpected: Readonly<Record<string, number>>;
  /** Tickets of the smallest purchase that was refused as sold out; null: none was. */
  readonly smallestSoldOut: number | null;
};

export const tally = (stories: readonly BuyerStory[]): Tally => {
  const decisions = stories.flatMap(({ end }) => (end.kind === 'decided' ? [end.decision] : []));
  const ofStatus = (status: Decision['status']) =>
    decisions.filter((decision) => decision.status === status);
  const sold = ofStatus('CONFIRMED');
  const rejected = [
    ...ofStatus('REJECTED'),
    ...stories.flatMap(({ quantity, end }) =>
      end.kind === 'refused' ? [{ reason: end.reason, quantity }] : [],
    ),
  ];
  const soldOut = rejected.filter(({ reason }) => reason === 'SOLD_OUT');
  return {
    asked: sum(stories),
    soldTickets: sum(sold),
    soldPurchases: sold.length,
    rejected: countEach(rejected.map(({ reason }) => reason ?? 'without a reason')),
    failed: ofStatus('FAILED').length,
    cancelled: ofStatus('CANCELLED').length,
    undecided: stories.filter(({ end }) => end.kind === 'undecided').length,
    unexpected: countEach(
      stories.flatMap(({ end }) => (end.kind === 'unexpected' ? [end.answer] : [])),
    ),
    smallestSoldOut:
      soldOut.length === 0 ? null : Math.min(...soldOut.map(({ quantity }) => quantity)),
  };
};

const sum = (purchases: readonly { readonly quantity: number }[]): number =>
  purchases.reduce((total, { quantity }) => total + quantity, 0);

const countEach = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
