import { known } from '@willcall/contracts';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AnnouncedSale } from './announced-sale.ts';

export const sequenceOf = (record: DynamoDBRecord | undefined): string =>
  known(record?.dynamodb?.SequenceNumber, 'the sequence number');

/** Makes purchases, and returns the stream records of their decisions. */
export async function makePurchases(world: AnnouncedSale, count: number) {
  const bought = await Promise.all(Array.from({ length: count }, () => world.buy()));
  const records = bought
    .map(({ record }) => record)
    .toSorted((a, b) => sequenceOf(a).localeCompare(sequenceOf(b)));
  const ids = records.map(({ dynamodb }) => dynamodb?.NewImage?.purchaseId?.S);
  return { records, ids };
}

export const announcedIds = (world: AnnouncedSale) =>
  world.bus.distinct().map(({ detail }) => detail.purchaseId);

/** Delivers records as a stream does: again from the lowest reported number, until nothing is reported. */
export async function deliver(
  stream: (records: readonly DynamoDBRecord[]) => Promise<string[]>,
  records: readonly DynamoDBRecord[],
): Promise<number> {
  let left = records;
  for (let invocation = 1; ; invocation += 1) {
    const reported = await stream(left);
    if (reported.length === 0) return invocation;
    const next = left.findIndex((record) => reported.includes(sequenceOf(record)));
    if (next === -1) throw new Error('The function reported an unknown sequence number');
    left = left.slice(next);
  }
}

/** The lane of a purchase's reminder, as it is named in requests. */
export const laneOf = (record: DynamoDBRecord | undefined): string =>
  JSON.stringify(record?.dynamodb?.NewImage?.reminder?.S);

export const makePoison = (record: DynamoDBRecord | undefined): DynamoDBRecord => {
  const { dynamodb } = record ?? {};
  const NewImage = { ...dynamodb?.NewImage, status: { S: 'ODD' } };
  return { ...record, dynamodb: { ...dynamodb, NewImage } };
};
