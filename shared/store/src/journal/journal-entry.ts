import { MAX_TICKETS_PER_PURCHASE, Total } from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import { makeEntryKey, PURCHASE_PREFIX, purchaseRecordKey, shardKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { RecordKind } from '../read-items.ts';
import type { TransactionAction } from '../write-items.ts';

/** Why a transaction changed the stock of a show. */
const entryKinds = [
  /** Tickets were sold at once, or for a late payment. */
  'SALE',
  /** Sold tickets came back on sale. */
  'RETURN',
  /** Tickets are held until they are paid. A purchase that costs nothing was sold at once. */
  'HOLD',
  /** Held tickets were paid. */
  'SETTLE',
  /** Held tickets came back on sale. */
  'RELEASE',
  /** The show was created with its first stock. */
  'LAYOUT',
  'CAPACITY',
  /** Seats were added to the show, or removed from it. */
  'SEATS',
] as const;

/** What a transaction added to the counters of one stock shard. Negative numbers were taken away. */
export type Posting = {
  readonly shard: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  /** Minor units. */
  readonly revenue: number;
};

/** Stored as a list of four numbers, and `held` as a fifth one if it is not 0. */
const Posting = z.pipe(
  z.tuple([
    z.int().check(z.gte(0), z.lte(MAX_SHARDS - 1)),
    z.int(),
    z.int(),
    z.int(),
    z.optional(z.int()),
  ]),
  z.transform(
    ([shard, available, sold, revenue, held = 0]): Posting => ({
      ...{ shard, available, held, sold, revenue },
    }),
  ),
);

/** What an entry stores of a posting. */
const packPosting = ({ shard, available, held, sold, revenue }: Posting): number[] => [
  ...[shard, available, sold, revenue],
  ...(held === 0 ? [] : [held]),
];

/** A purchase whose tickets an entry holds, sells or returns. */
export type PostedPurchase = {
  readonly userId: string;
  readonly recordKey: string;
  readonly quantity: number;
  /** The price of all tickets in minor units. */
  readonly total: number;
};

/** 16 characters of the purchase key, one base-36 digit for the tickets, the total in base 36, the user. */
const PACKED = /^([\w-]{16})([1-9a-z])([0-9a-z]+) (.+)$/s;
const BASE = 36;

/**
 * Stored as one text, such as `Qm9va3MtYXJlLW9w2169 ana`: a list or a map for each purchase would not let
 * a full batch fit in 1 KB, which would cost 2 write units more.
 */
const packPurchase = ({ userId, recordKey, quantity, total }: PostedPurchase): string =>
  `${recordKey.slice(PURCHASE_PREFIX.length)}${quantity.toString(BASE)}${total.toString(BASE)} ${userId}`;

/** The four parts of {@link PACKED}. */
const PackedParts = z.pipe(
  z.pipe(
    z.string(),
    z.transform((packed) => PACKED.exec(packed)?.slice(1)),
  ),
  z.tuple([z.string(), z.string(), z.string(), z.string()]),
);

const PackedPurchase = z.pipe(
  z.pipe(
    PackedParts,
    z.transform(([key, quantity, total, userId]) => ({
      userId,
      recordKey: purchaseRecordKey(key),
      quantity: Number.parseInt(quantity, BASE),
      total: Number.parseInt(total, BASE),
    })),
  ),
  z.object({
    userId: z.string(),
    recordKey: z.string(),
    quantity: z.int().check(z.gte(1), z.lte(MAX_TICKETS_PER_PURCHASE)),
    total: Total.shape.amount,
  }),
);

/**
 * One transaction that changed the stock of a show. It is in the partition of the first shard that the
 * transaction changed, and names the other shards in its postings. An entry is never changed or deleted.
 */
export const JournalEntry = z.object({
  /** The first shard: show id and number. */
  bucketKey: z.string(),
  /** When the transaction was planned, and a random part. See `makeEntryKey`. */
  entryKey: z.string(),
  kind: z.enum(entryKinds),
  /** One for each shard, the first shard first. */
  postings: z.array(Posting).check(z.minLength(1)),
  /** In the order in which the tickets were taken. None if the entry concerns no purchase. */
  purchases: z._default(z.array(PackedPurchase), []),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** Entries among the stored records. */
export const entryKind = {
  table: 'journal',
  schema: JournalEntry,
  what: 'a journal entry',
} as const satisfies RecordKind<'journal', typeof JournalEntry>;

/** What a transaction changes, as its entry says it. */
export type NewEntry = Pick<JournalEntry, 'kind' | 'postings'> & {
  readonly purchases?: readonly PostedPurchase[];
  /** ISO 8601: when the transaction is planned. */
  readonly at: string;
};

/**
 * Creates the action that writes the entry of a transaction: 2 write units per KB. A full batch of ten
 * purchases from one shard fits in 1 KB if no user id is longer than 64 characters.
 */
export function putEntry(
  { tables }: Pick<Store<'journal'>, 'tables'>,
  showId: string,
  { kind, postings, purchases = [], at }: NewEntry,
): TransactionAction {
  const [first] = postings;
  if (first === undefined) throw new TypeError('A journal entry needs a posting');
  return {
    Put: {
      TableName: tables.journal,
      Item: {
        bucketKey: shardKey(showId, first.shard),
        entryKey: makeEntryKey(at),
        kind,
        postings: postings.map(packPosting),
        ...(purchases.length === 0 ? {} : { purchases: purchases.map(packPurchase) }),
      },
      ConditionExpression: 'attribute_not_exists(entryKey)',
    },
  };
}

/**
 * The kind of the entries that list each purchase of a show when its tickets are taken for the first time. A purchase
 * that was held is listed again when it is paid, late or not.
 */
export const firstKindOf = ({ payment }: { readonly payment?: 'PROVIDER' | undefined }) =>
  payment === 'PROVIDER' ? 'HOLD' : 'SALE';

/** Where the tickets of a purchase go to (1) and come from (-1). */
type Movement = {
  readonly available: -1 | 0 | 1;
  readonly held: -1 | 0 | 1;
  readonly sold: -1 | 0 | 1;
};

/** The kinds of entries that concern purchases. Revenue is counted with the sold tickets. */
const movements = {
  SALE: { available: -1, held: 0, sold: 1 },
  RETURN: { available: 1, held: 0, sold: -1 },
  HOLD: { available: -1, held: 1, sold: 0 },
  SETTLE: { available: 0, held: -1, sold: 1 },
  RELEASE: { available: 1, held: -1, sold: 0 },
} as const satisfies Readonly<Record<string, Movement>>;

/** The kind of an entry that moves the tickets of purchases. */
export type MovementKind = keyof typeof movements;

/** Whether an entry is of such a kind. All other kinds change the capacity, and neither hold nor sell anything. */
export const movesTickets = (kind: JournalEntry['kind']): kind is MovementKind => kind in movements;

/** How an entry moves the tickets of one of its purchases. What costs nothing is sold instead of being held. */
export const movementOf = (kind: MovementKind, total: number): Movement =>
  kind === 'HOLD' && total === 0 ? movements.SALE : movements[kind];

/** The part of a purchase that is posted. */
type SoldPurchase = Omit<PostedPurchase, 'total'> & {
  readonly from: readonly (readonly [shard: number, tickets: number])[];
  readonly total?: { readonly amount: number } | undefined;
};

/**
 * Adds up what purchases move between the counters of stock shards: tickets from the shards that each
 * purchase names, and its whole revenue in the first of these. A shard's revenue is therefore that of
 * the purchases that begin there, and a return never makes it negative.
 *
 * @returns one posting for each shard, in the order in which the purchases name them.
 */
export function postPurchases(
  kind: MovementKind,
  purchases: readonly Pick<SoldPurchase, 'from' | 'total'>[],
): Posting[] {
  const postings = new Map<number, Posting>();
  for (const { from, total } of purchases) {
    const price = total?.amount ?? 0;
    const { available, held, sold } = movementOf(kind, price);
    for (const [index, [shard, tickets]] of from.entries()) {
      const none: Posting = { shard, available: 0, held: 0, sold: 0, revenue: 0 };
      const before = postings.get(shard) ?? none;
      postings.set(shard, {
        shard,
        available: before.available + available * tickets,
        held: before.held + held * tickets,
        sold: before.sold + sold * tickets,
        revenue: before.revenue + (index === 0 ? sold * price : 0),
      });
    }
  }
  return [...postings.values()];
}

/** Makes what an entry says of a purchase. */
export const toPosted = ({ userId, recordKey, quantity, total }: SoldPurchase): PostedPurchase => ({
  userId,
  recordKey,
  quantity,
  total: total?.amount ?? 0,
});
