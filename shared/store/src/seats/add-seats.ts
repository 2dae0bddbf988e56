import { randomUUID } from 'node:crypto';
import { MAX_SEATS } from '@willcall/contracts';
import { putEntry } from '../journal/journal-entry.ts';
import type { ShardedShow } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import { type Condition, countReturn } from '../shows/update-show.ts';
import { postToShards, readShard, transactOnStock } from '../stock/stock-shards.ts';
import {
  type RetrySeams,
  retryUntilSettled,
  type TransactionAction,
  writeItems,
} from '../write-items.ts';
import { makeSeatRecord, readSeats, type SeatOrigin } from './seat-record.ts';

/** Why seats cannot be added to a show. */
export type SeatsRefusal = 'no-such-show' | 'wrong-seating' | 'show-cancelled' | 'too-many-seats';

type AddedSeats = {
  /** Number of new seats. Existing seats are unchanged. */
  readonly added: number;
};

type SeatsStore = Store<'shows' | 'stock' | 'journal' | 'seats'>;
type Adding = SeatOrigin & RetrySeams;

/** Seats in one transaction of 100 actions. The others are the show, a stock shard and its entry. */
const SEATS_PER_TRANSACTION = 97;

/**
 * Adds seats to a show, except those that it already has. Each transaction is atomic, so free
 * seats, stock and capacity agree at every instant:
 *
 *     seat          does not exist                              →  created, free         (up to 97)
 *     stock shard   can be read                                 →  available + n
 *     show          reserved, not cancelled, room for n more    →  capacity + n, returns + 1, no latch
 *     journal       does not exist                              →  n more in that shard
 *
 * The transaction that creates a seat also counts it. Repeated or concurrent calls add nothing
 * twice. 2 write units for each seat, and 6 more per transaction.
 *
 * @param show as read. Its capacity may have changed since.
 * @param seatIds distinct seat ids.
 * @throws StoreError STORE_UNAVAILABLE: some seats may have been added, and repeating the call adds
 *   the rest. RECORD_UNREADABLE, STOCK_MISSING
 */
export async function addSeats(
  store: SeatsStore,
  show: ShowRecord,
  seatIds: readonly string[],
  adding: Adding,
): Promise<AddedSeats | SeatsRefusal> {
  const { seats, unreadable } = await readSeats(store, show, seatIds);
  // A seat that cannot be read exists.
  const missing = seatIds.filter((seatId) => !seats.has(seatId) && !unreadable.has(seatId));
  // Check before adding anything. The conditions alone would add a part of the seats.
  const refusal = findRefusal(show, missing.length);
  if (refusal !== undefined) return refusal;
  const { random = Math.random } = adding;
  const firstShard = Math.floor(random() * show.buckets);
  let added = 0;
  for (let from = 0; from < missing.length; from += SEATS_PER_TRANSACTION) {
    const some = missing.slice(from, from + SEATS_PER_TRANSACTION);
    // Use the next shard each time to fill the shards evenly.
    const shard = (firstShard + from / SEATS_PER_TRANSACTION) % show.buckets;
    const result = await addBatch(store, show, some, { ...adding, shard });
    if (typeof result === 'string') return result;
    added += result;
  }
  return { added };
}

/** Adds up to 97 seats and returns the number added. */
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
      const outcome = await transactOnStock(store, show, {
        what: 'add the seats',
        actions,
        token: randomUUID(),
        at: adding.at,
      });
      if (outcome.kind === 'committed') return missing.length;
      const [ofShow, ofStock, ...ofSeats] = outcome.reasons;
      // A show that is being removed has no stock any more either.
      if (ofShow === 'condition')
        return (await readRefusal(store, show, missing.length)) ?? 'again';
      // Throws if the shard is missing or damaged.
      if (ofStock === 'condition') await readShard(store, show.showId, adding.shard);
      // Another request has created these seats and counted them.
      missing = missing.filter((_, index) => ofSeats[index] !== 'condition');
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
): TransactionAction[] => {
  const postings = [{ shard, available: seatIds.length, held: 0, sold: 0, revenue: 0 }];
  return [
    countReturn(store, show.showId, {
      adds: { capacity: seatIds.length },
      where: createRoomCondition(seatIds.length),
      at,
      correlationId,
    }),
    ...postToShards(store, show.showId, postings),
    ...seatIds.map((seatId) => ({
      Put: {
        TableName: store.tables.seats,
        Item: makeSeatRecord(show, seatId, { at, correlationId }),
        ConditionExpression: 'attribute_not_exists(seatId)',
      },
    })),
    putEntry(store, show.showId, { kind: 'SEATS', postings, at }),
  ];
};

/** Creates the condition that the show has room for more seats. It matches `findRefusal`. */
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
 * Writes the first seats of a show that does not exist yet, 1 write unit each. The transaction that
 * creates the show then makes it complete:
 *
 *     seats (of an unpublished show id) ── show and stock ✓ ── the show has all of its seats
 *     seats ── crash ✗ ── the show does not exist; nothing refers to the seats
 *
 * @param seatIds distinct seat ids.
 * @throws StoreError STORE_UNAVAILABLE: the show must then not be created.
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
