import type { Tally } from '../../sale/tally.ts';
import type { LoadSample } from '../contract/sample.ts';

export type SampleKind = LoadSample['kind'];
export type SampleOf<Kind extends SampleKind> = Extract<LoadSample, { readonly kind: Kind }>;

/** The samples of one kind. */
export const samplesOf = <Kind extends SampleKind>(
  samples: readonly LoadSample[],
  kind: Kind,
): SampleOf<Kind>[] => samples.filter((sample): sample is SampleOf<Kind> => sample.kind === kind);

/** What the buyers were told, counted as in a demo; who was refused for the card asked for nothing. */
export const tallySamples = (samples: readonly LoadSample[]): Tally => {
  const decided = samplesOf(samples, 'decided');
  const sold = decided.filter(({ status }) => status === 'CONFIRMED');
  const rejected = [
    ...decided.flatMap(({ status, reason }) =>
      status === 'REJECTED' ? [reason ?? 'without a reason'] : [],
    ),
    ...samplesOf(samples, 'sold-out').map(() => 'SOLD_OUT'),
  ];
  const ofStatus = (wanted: string) => decided.filter(({ status }) => status === wanted).length;
  return {
    asked: samplesOf(samples, 'arrived').length - samplesOf(samples, 'card-refused').length,
    soldTickets: sold.reduce((total, { quantity }) => total + quantity, 0),
    soldPurchases: sold.length,
    rejected: countEach(rejected),
    failed: ofStatus('FAILED'),
    cancelled: ofStatus('CANCELLED'),
    undecided: samplesOf(samples, 'undecided').length,
    unexpected: countEach(samplesOf(samples, 'unexpected').map(({ what }) => what)),
    // Everybody asks for one ticket.
    smallestSoldOut: rejected.includes('SOLD_OUT') ? 1 : null,
  };
};

const countEach = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
