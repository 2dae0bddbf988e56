import { PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  forEachJournalPage,
  type JournalEntry,
  type JournalPage,
  type NewEntry,
  putEntry,
  readJournalPage,
  shardKey,
} from '@willcall/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSale, type Sale } from '../support/sale/open-sale.ts';

const SHOW = { showId: 'a-show-of-its-own', buckets: 3 };
const at = (second: number) => `2031-06-01T20:00:0${second}.000Z`;
const timesOf = ({ entries }: JournalPage) => entries.map(({ entryKey }) => entryKey.slice(0, 24));

let sale: Sale;
const write = (entry: Partial<NewEntry>) => {
  const action = putEntry(sale.store, SHOW.showId, {
    kind: 'CAPACITY',
    postings: [{ shard: 0, available: 1, held: 0, sold: 0, revenue: 0 }],
    at: at(0),
    ...entry,
  });
  return sale.store.documents.send(new PutCommand(action.Put ?? { TableName: '', Item: {} }));
};
const readPage = (after?: string, limit = 2) =>
  readJournalPage(sale.store, SHOW.showId, 0, { after, limit });

beforeAll(async () => {
  sale = await openSale();
  for (const second of [3, 1, 2]) await write({ at: at(second) });
  for (const shard of [1, 2]) {
    await write({ postings: [{ shard, available: -1, held: 0, sold: 1, revenue: 9 }] });
  }
  const damaged = { bucketKey: shardKey(SHOW.showId, 0), entryKey: at(1), kind: 'GIFT' };
  await sale.store.documents.send(
    new PutCommand({ TableName: sale.store.tables.journal, Item: damaged }),
  );
});

describe('the journal of a show', () => {
  it('is read page by page in the order of its times, after any position', async () => {
    const first = await readPage();
    expect(timesOf(first)).toEqual([at(1)]);
    const second = await readPage(first.next);
    expect([timesOf(second), second.next]).toEqual([[at(2), at(3)], undefined]);
    expect(timesOf(await readPage(`${at(2)}~`))).toEqual([at(3)]);
  });

  it('names an entry that cannot be read, and reads all others', async () => {
    const { entries, unreadable, next } = await readPage(undefined, 10);
    expect(entries).toHaveLength(3);
    expect(unreadable.map(({ key, wrong }) => ({ key, wrong }))).toEqual([
      {
        key: { bucketKey: shardKey(SHOW.showId, 0), entryKey: at(1) },
        wrong: ['kind', 'postings'],
      },
    ]);
    expect(next).toBeUndefined();
  });

  it.each([1, 2, 10])('is read shard by shard in pages of %i, each entry once', async (limit) => {
    const entries: JournalEntry[] = [];
    await forEachJournalPage(sale.store, SHOW, { limit, concurrency: 2 }, (page, shard) => {
      for (const entry of page.entries) {
        expect(entry.bucketKey).toBe(shardKey(SHOW.showId, shard));
        entries.push(entry);
      }
    });
    expect(new Set(entries.map(({ entryKey }) => entryKey)).size).toBe(5);
    expect(entries).toHaveLength(5);
  });

  it('is empty for a show without entries', async () => {
    const page = await readJournalPage(sale.store, 'unknown', 0, { limit: 10 });
    expect(page).toEqual({ entries: [], unreadable: [] });
  });
});
