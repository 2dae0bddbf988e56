import { general, makePurchase, withShard } from './books.fixture.ts';

/** Sells two tickets to Ana and three to Ben, from shard 0. Before it, Cid bought and returned two. */
export const SALE = 3;
export const soldTo = { 'ana-1': 2, 'ben-1': 3 };
export const ana = { userId: 'ana', purchaseId: 'ana-1' };
export const ben = { userId: 'ben', purchaseId: 'ben-1' };
export const posting = (shard: number, sold: number) => ({
  ...{ shard, available: -sold, held: 0, sold },
  revenue: 100 * sold,
});

/** The sale from both shards: Ben's last ticket is from shard 1. */
export const split = {
  ...withShard(withShard(general, 0, { available: 1, sold: 4 }), 1, { available: 4, sold: 1 }),
  items: general.items.toSpliced(
    1,
    1,
    makePurchase('ben-1', 3, {
      from: [
        [0, 2],
        [1, 1],
      ],
    }),
  ),
};
