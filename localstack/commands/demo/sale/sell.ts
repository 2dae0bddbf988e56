import type { Api } from '../../../cli/api/api.ts';
import { type BuyerStory, buy } from './buy.ts';
import type { Buyer } from './buyers.ts';

export type SaleCounts = {
  readonly accepted: number;
  readonly decided: number;
  /** Tickets. */
  readonly sold: number;
};

export type Sale = {
  readonly showId: string;
  /** Wall clock, as the records' times are. */
  readonly startedAt: Date;
  readonly stories: readonly BuyerStory[];
};

/** Lets all buyers ask at once, and returns when each has its decision or the signal ends it. */
export const sell = async (
  api: Api,
  showId: string,
  buyers: readonly Buyer[],
  onProgress: (counts: SaleCounts) => void,
  signal: AbortSignal,
): Promise<Sale> => {
  let counts: SaleCounts = { accepted: 0, decided: 0, sold: 0 };
  const count = (more: Partial<SaleCounts>) => {
    counts = { ...counts, ...more };
    onProgress(counts);
  };
  const startedAt = new Date();
  const events = {
    onAccepted: () => count({ accepted: counts.accepted + 1 }),
    onDecided: ({ status, quantity }: { status: string; quantity: number }) =>
      count({
        decided: counts.decided + 1,
        sold: counts.sold + (status === 'CONFIRMED' ? quantity : 0),
      }),
    onRefused: () => count({ decided: counts.decided + 1 }),
  };
  const stories = await Promise.all(buyers.map((buyer) => buy(api, showId, buyer, events, signal)));
  return { showId, startedAt, stories };
};
