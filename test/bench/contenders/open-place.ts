import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { LocalEndpoints } from '@willcall/localstack';
import { seatKey } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { setAttributes } from '../../support/records/set-attributes.ts';
import { openSaleOn, type Sale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';
import type { Contender, Place } from './contender.ts';
import { IN_PROGRESS } from './execution-log.ts';

export type PlaceOptions = {
  readonly tickets: number;
  /** One purchase of one ticket each. */
  readonly buyers: number;
  readonly sellers: number;
};

/** A show of a contender in tables of its own, with the messages of its buyers. */
export type OpenPlace = {
  readonly place: Place;
  readonly records: readonly SQSRecord[];
  /** What the tables say once nobody sells any more. */
  count(): Promise<Books>;
};

/** No show has more shards. */
const MOST_SHARDS = 64;

export async function openPlace(
  aws: LocalEndpoints,
  { show }: Contender,
  { tickets, buyers, sellers }: PlaceOptions,
): Promise<OpenPlace> {
  const openedAt = new Date().toISOString();
  const isSeated = show.isSeated === true;
  const sale = await openSaleOn(aws, {
    capacity: tickets,
    buckets: show.stock === 'sharded' ? Math.min(sellers, tickets, MOST_SHARDS) : 1,
    ...(isSeated ? { seating: 'RESERVED' } : {}),
    ...(show.maxTicketsPerBuyer === undefined
      ? {}
      : { maxTicketsPerBuyer: show.maxTicketsPerBuyer }),
  });
  const { showId, buckets } = sale.show;
  if (isSeated) await putSeats(sale, Math.min(buyers, tickets));
  if (show.isSoldOut) {
    const { documents, tables } = sale.store;
    await documents.send(setAttributes(tables.shows, { showId }, { soldOutAt: openedAt }));
  }
  const records = Array.from({ length: buyers }, (_, buyer) => {
    const seats = isSeated ? { seats: [nameSeat(buyer % tickets)] } : {};
    // The same buyers for each contender. Their ids are as long as those of Cognito.
    const userId = `00000000-0000-4000-8000-${String(buyer).padStart(12, '0')}`;
    const asked = { showId, userId, idempotencyKey: 'bench', requestedAt: openedAt, ...seats };
    return makePurchaseSqsRecord(makePurchaseMessage(asked));
  });
  return {
    place: { showId, buckets, openedAt, environment: { ...sale.environment } },
    records,
    count: () => countBooks(sale, tickets),
  };
}

const SEATS_PER_ROW = 40;
const nameSeat = (seat: number): string =>
  `R${Math.floor(seat / SEATS_PER_ROW)}-${seat % SEATS_PER_ROW}`;

/** The most items of a BatchWriteItem. */
const WRITE_BATCH = 25;

async function putSeats({ show, store }: Sale, count: number): Promise<void> {
  const { showId, createdAt } = show;
  const puts = Array.from({ length: count }, (_, seat) => ({
    PutRequest: { Item: { ...seatKey(show, nameSeat(seat)), showId, createdAt } },
  }));
  for (let from = 0; from < count; from += WRITE_BATCH) {
    const some = puts.slice(from, from + WRITE_BATCH);
    await store.documents.send(
      new BatchWriteCommand({ RequestItems: { [store.tables.seats]: some } }),
    );
  }
}

/** What is wrong after a sale, in tickets, and in buyers who got no decision. */
type Books = {
  /** Tickets that buyers have. */
  readonly held: number;
  /** Tickets that are still on sale. */
  readonly left: number;
  /** Tickets that buyers have beyond the capacity, or for a seat of somebody else. */
  readonly oversold: number;
  /** Tickets that were taken from the stock, and that nobody has. */
  readonly lost: number;
  /** Tickets that a buyer has in addition to the one requested. */
  readonly double: number;
  /** Buyers whose purchase was started and never decided. */
  readonly undecided: number;
};

const StoredPurchase = z.object({
  userId: z.string(),
  status: z.string(),
  quantity: z.int(),
  seats: z.array(z.string()).optional(),
});

/** Adds up the records of one show in tables of its own, and compares them with its stock. */
async function countBooks(sale: Sale, capacity: number): Promise<Books> {
  const { documents, tables } = sale.store;
  const records: z.infer<typeof StoredPurchase>[] = [];
  const pages = paginateScan({ client: documents }, { TableName: tables.purchases });
  for await (const { Items = [] } of pages) {
    // Ledgers are in the same table.
    const purchases = Items.filter(({ recordKey }) => String(recordKey).startsWith('P#'));
    records.push(...purchases.map((item) => StoredPurchase.parse(item)));
  }
  const sold = records.filter(({ status }) => status === 'CONFIRMED');
  const held = sold.reduce((sum, { quantity }) => sum + quantity, 0);
  const seats = sold.flatMap(({ seats: own = [] }) => own);
  const left = await sale.left();
  return {
    held,
    left,
    oversold: Math.max(0, held - capacity) + seats.length - new Set(seats).size,
    lost: Math.max(0, capacity - left - held),
    double: held - new Set(sold.map(({ userId }) => userId)).size,
    undecided: records.filter(({ status }) => status === IN_PROGRESS).length,
  };
}
