import type { DecisionDependencies } from './dependencies.ts';
import { type KnownStock, readHint, type Sharded } from './stock.ts';

/**
 * Shards that a worker looks at before it moves: 8 read units. With 64 workers on 64 shards, 1.1 % of the
 * transactions of the first ten seconds met another one without a look, 0.35 % with this one, and 0.23 %
 * with a look at all shards. More workers than shards then all choose the same few
 * (`npm run model -- --sweep`).
 */
const LOOKED_AT = 8;

/**
 * Moves to another shard after a conflict: to the fullest of eight, chosen at random. A shard that is
 * fuller than others has no worker yet, so workers in conflict move apart.
 *
 * @param left receives what was seen, so that the next plan needs no read. `unread` if all shards are read
 *   next in any case: the move is then to any other shard.
 */
export async function moveToOtherShard(
  show: Sharded,
  left: KnownStock | 'unread',
  dependencies: DecisionDependencies,
): Promise<void> {
  const { memory, random } = dependencies;
  const own = memory.shardOf(show);
  const others = Array.from({ length: show.buckets }, (_, shard) => shard).filter(
    (shard) => shard !== own,
  );
  const most = left === 'unread' ? 1 : LOOKED_AT;
  const chosen: number[] = [];
  while (chosen.length < most && others.length > 0) {
    chosen.push(...others.splice(Math.floor(random() * others.length), 1));
  }
  const [first] = chosen;
  if (first === undefined) return;
  if (left === 'unread') {
    memory.moveTo(show.showId, first);
    return;
  }
  await readHint(show, chosen, left, dependencies);
  const fullest = chosen.reduce((a, b) => ((left.get(b) ?? 0) > (left.get(a) ?? 0) ? b : a), first);
  memory.moveTo(show.showId, fullest);
}
