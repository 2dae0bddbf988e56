import type { LiveSale } from '@willcall/contracts';
import { countDecided } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import { readTallies, type Store } from '@willcall/store';
import { keepCopies } from '../caches/copies.ts';
import { findShow, readStockOf, sumStock } from '../shows/show-resource.ts';
import { describeTally, drawPoints, planSpan, shortenSpan, toInstant } from './live-points.ts';

type LiveSaleDependencies = {
  readonly store: Store<'shows' | 'stock' | 'pulse'>;
  readonly watchQueues: () => Promise<Pick<LiveSale, 'queue' | 'deadLetters'>>;
  readonly clock: () => Date;
};

/**
 * `GET /shows/{showId}/live`: the counters of a show, the queues, and what was decided in the last hour, or
 * since the answer before. In an environment and second, whoever watches: 1 read unit for the show and for
 * each of its shards. For each answer, 0.5 read units per 4 KB of tallies.
 *
 * @throws ProblemError SHOW_NOT_FOUND; StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export function getLiveSale({
  store,
  watchQueues,
  clock,
}: LiveSaleDependencies): Handler<'getLiveSale'> {
  const stocks = keepCopies(
    async (showId) => {
      const show = await findShow(store, showId);
      const stock = await readStockOf(store, show);
      return { capacity: show.capacity, stock };
    },
    { clock },
  );
  return async ({ path: { showId }, query: { since } }) => {
    const now = clock();
    const planned = planSpan(since === undefined ? undefined : new Date(since), now);
    const [{ capacity, stock }, tallies, { queue, deadLetters }] = await Promise.all([
      stocks.read(showId),
      readTallies(store, showId, toInstant(planned.readFrom)),
      watchQueues(),
    ]);
    const { available, held, sold } = sumStock(stock);
    const span = shortenSpan(planned, tallies.readBackTo);
    const { points, sum } = drawPoints(tallies.seconds, span);
    return {
      at: now.toISOString(),
      ...{ capacity, available, held, sold },
      shards: stock.map((shard) => ({ available: shard.available, sold: shard.sold })),
      ...(queue === undefined ? {} : { queue }),
      ...(deadLetters === undefined ? {} : { deadLetters }),
      from: toInstant(span.from),
      next: toInstant(span.next),
      points,
      decided: describeTally(sum),
      ...(queue === undefined ? {} : { asked: { estimate: countDecided(sum) + queue.depth } }),
    };
  };
}
