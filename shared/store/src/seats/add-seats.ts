import { randomUUID } from 'node:crypto';
import { MAX_SEATS } from '@willcall/contracts';
import { StoreError } from '../errors.ts';
import { type ShardedShow, shardKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import { type Condition, countReturn } from '../shows/update-show.ts';
import {
  type RetrySeams,
  retryUntilSettled,
  type TransactionAction,
  transact,
} from '../transact.ts';
import { writeItems } from '../write-items.ts';
import { makeSeatRecord, readSeats, type SeatOrigin } from './seat-record.ts';

/** Why a show takes no seats. */
export type SeatsRefusal = 'no-such-show' | 'wrong-seating' | 'show-cancelled' | 'too-many-seats';

type AddedSeats = {
  /** How many were not there before; those that were are as they were. */
  readonly added: number;
};

type SeatsStore = Store<'shows' | 'stock' | 'seats'>;
type Adding = SeatOrigin & RetrySeams;

/** Seats that go into one transaction of 100 actions, beside the show and a stock shard. */
const SEATS_PER_TRANSACTION = 98;

/**
 * Gives a show these seats, those of them that it does not have. Each transaction is whole, so that
 * free seats, stock and capacity agree at every instant:
 *
 *     seat          not exists                                  →  made, free          (up to 98)
 *     stock shard                                              →  available + n
 *     show          reserved, not cancelled, room for n more    →  capacity + n, returns + 1, no latch
 *
 * A seat is counted by the transaction that makes it, and it is made once: repeating it all, or doing
 * it twice at once, adds nothing. 2 write units for each seat, and 4 more a transaction.
 *
 * @param show as it was read; its capacity may have moved since.
 * @param seatIds each named once.
 * @throws StoreError STORE_UNAVAILABLE: some may then be added; repeating completes it.
 *   RECORD_UNREADABLE, STOCK_MISSING
 */
export async function addSeats(
  store: SeatsStore,
  show: ShowRecord,
  seatIds: readonly string[],
  adding: Adding,
): Promise<AddedSeats | SeatsRefusal> {
  const there = await readSeats(store, show, seatIds);
  const missing = seatIds.filter((seatId) => !there.has(seatId));
  // Before anything is added: the conditions alone would let a part of them in.
  const refusal = findRefusal(show, missing.length);
  if (refusal !== undefined) return refusal;
  const { random = Math.random } = adding;
  const firstShard = Math.floor(random() * show.buckets);
  let added = 0;
  for (let from = 0; from < missing.length; from += SEATS_PER_TRANSACTION) {
    const some = missing.slice(from, from + SEATS_PER_TRANSACTION);
    // The next shard each time, so that a house is filled evenly.
    const shard = (firstShard + from / SEATS_PER_TRANSACTION) % show.buckets;
    const result = await addBatch(store, show, some, { ...adding, shard });
    if (typeof result === 'string') return result;
    added += result;
  }
  return { added };
}

/** How many of at most 98 seats were added. */
function addBatch(
  store: SeatsStore,
  show: ShowRecord,
  seatIds: readonly string[],
  adding: Adding & { readonly shard: number },
): Promise<number | SeatsRefusal> {
  let missing = seatIds;
  return retryUntilSettled<number | SeatsRefusal>(
    'add the seats',
    async () => {
      if (missing.length === 0) return 0;
      const actions = planAdditions(store, show, missing, adding);
      const outcome = await transact(store, 'add the seats', actions, randomUUID());
      if (outcome.kind === 'committed') return missing.length;
      const [ofShow, ofStock, ...ofSeats] = outcome.reasons;
      if (ofStock === 'condition') throw new StoreError('STOCK_MISSING', 'A stock shard is gone');
      if (ofShow === 'condition')
        return (await readRefusal(store, show, missing.length)) ?? 'again';
      // Another request has made these meanwhile: they are there, and it has counted them.
      missing = missing.filter((_, place) => ofSeats[place] !== 'condition');
      return 'again';
    },
    adding,
  );
}

const planAdditions = (
  store: SeatsStore,
  show: ShowRecord,
  seatIds: readonly string[],
  { shard, at, correlationId }: SeatOrigin & { readonly shard: number },
): TransactionAction[] => [
  countReturn(store, show.showId, {
    adds: { capacity: seatIds.length },
    where: createRoomCondition(seatIds.length),
    at,
    correlationId,
  }),
  {
    Update: {
      TableName: store.tables.stock,
      Key: { bucketKey: shardKey(show.showId, shard) },
      UpdateExpression: 'SET available = available + :seats',
      ConditionExpression: 'attribute_exists(bucketKey)',
      ExpressionAttributeValues: { ':seats': seatIds.length },
    },
  },
  ...seatIds.map((seatId) => ({
    Put: {
      TableName: store.tables.seats,
      Item: makeSeatRecord(show, seatId, { at, correlationId }),
      ConditionExpression: 'attribute_not_exists(seatId)',
    },
  })),
];

/** The condition that a show takes so many more seats: what `refusalOf` reads, as the transaction asks it. */
const createRoomCondition = (seats: number): Condition => ({
  condition: 'seating = :reserved AND attribute_not_exists(cancelledAt) AND #capacity <= :most',
  names: { '#capacity': 'capacity' },
  values: { ':reserved': 'RESERVED', ':most': MAX_SEATS - seats },
});

const readRefusal = async (
  store: SeatsStore,
  { showId }: ShowRecord,
  seats: number,
): Promise<SeatsRefusal | undefined> =>
  findRefusal(await readShow(store, showId, { consistent: true }), seats);

function findRefusal(show: ShowRecord | undefined, seats: number): SeatsRefusal | undefined {
  if (show === undefined) return 'no-such-show';
  if (show.seating !== 'RESERVED') return 'wrong-seating';
  if (show.cancelledAt !== undefined) return 'show-cancelled';
  return show.capacity + seats > MAX_SEATS ? 'too-many-seats' : undefined;
}

/**
 * Writes the first seats of a show that is not there yet, 1 write unit each, so that the show can be
 * recorded whole by its one transaction:
 *
 *     seats (of an id that nobody knows) ── show and stock ✓ ── the show has all of its seats
 *     seats ── crash ✗ ── there is no show; nothing leads to the seats
 *
 * @param seatIds each named once.
 * @throws StoreError STORE_UNAVAILABLE: the show must then not be recorded.
 */
export async function createSeats(
  store: Store<'seats'>,
  show: ShardedShow,
  seatIds: readonly string[],
  origin: SeatOrigin,
): Promise<void> {
  const writes = seatIds.map((id) => ({ PutRequest: { Item: makeSeatRecord(show, id, origin) } }));
  await writeItems(store, store.tables.seats, writes, 'write the seats');
}
