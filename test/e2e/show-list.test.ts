import type { ShowList, ShowResource } from '@willcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

const office = await openBoxOffice();

/** Starts around the end of a year, some of them equal, in no order. */
const STARTS = [
  '2098-01-15T20:00:00Z',
  '2097-11-01T20:00:00Z',
  '2097-12-31T23:59:59Z',
  '2097-11-30T20:00:00Z',
  '2097-11-30T20:00:00.000Z',
  '2097-11-30T20:00:00Z',
  '2098-01-01T00:00:00Z',
  '2098-06-01T20:00:00Z',
  '2097-11-01T20:00:00.5Z',
];

const readPage = async (query: string): Promise<ShowList> => {
  const answer = await office.send({ path: `/v1/shows${query}` });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as ShowList;
};

const readAllPages = async (limit: number): Promise<readonly ShowResource[][]> => {
  const pages: ShowResource[][] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await readPage(`?limit=${limit}${more}`);
    pages.push([...page.shows]);
    cursor = page.nextCursor;
  } while (cursor !== undefined && pages.length <= STARTS.length);
  return pages;
};

const made: string[] = [];
beforeAll(async () => {
  for (const [index, startsAt] of STARTS.entries()) {
    const { showId } = await office.makeShow({ startsAt, name: `Show ${index}` });
    made.push(showId);
  }
  await waitFor(async () => expect((await readPage('')).shows).toHaveLength(STARTS.length));
});

describe('the list of shows', () => {
  it('has every show once, by start, across months and the end of a year', async () => {
    const { shows, nextCursor } = await readPage('');
    expect(nextCursor).toBeUndefined();
    expect(shows.map(({ showId }) => showId).toSorted()).toEqual(made.toSorted());
    const starts = shows.map(({ startsAt }) => Date.parse(startsAt));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it.each([1, 2, 3, 4, 8])('is the same list in the same order in pages of %i', async (limit) => {
    const pages = await readAllPages(limit);
    const { shows } = await readPage('');
    expect(pages.flat()).toEqual(shows);
    expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    expect(pages.at(-1)?.length).toBeGreaterThan(0);
  });

  it('has no next page when a page holds exactly the remaining shows', async () => {
    const page = await readPage(`?limit=${STARTS.length}`);
    expect(page.shows).toHaveLength(STARTS.length);
    expect(page).not.toHaveProperty('nextCursor');
  });

  it('shows neither internal attributes nor the remaining stock', async () => {
    const { shows } = await readPage('?limit=1');
    expect(Object.keys(shows[0] ?? {}).toSorted()).toEqual([
      'capacity',
      'name',
      'onSale',
      'price',
      'seating',
      'showId',
      'startsAt',
      'venue',
    ]);
  });

  it('is empty for a stage without shows', async () => {
    const empty = await openBoxOffice();
    expect(await empty.send({ path: '/shows' })).toMatchObject({ body: { shows: [] } });
  });
});

const encodeCursor = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const KEY = '2097-11-01T20:00:00.000Z#AAAAAAAAAAAAAAAA';

describe('a forged cursor', () => {
  it.each([
    ['nothing', ''],
    ['no base64url', '***'],
    ['no JSON', Buffer.from('2097-11').toString('base64url')],
    ['another shape', encodeCursor({ month: '2097-11', startKey: KEY })],
    ['a month of another key', encodeCursor(['2097-12', KEY])],
    ['no month', encodeCursor(['November', KEY])],
    ['a key without a show', encodeCursor(['2097-11', '2097-11-01T20:00:00.000Z'])],
    ['one part too many', encodeCursor(['2097-11', KEY, 'more'])],
    ['a valid one with text after it', `${encodeCursor(['2097-11', KEY])}A`],
    ['a valid one in another alphabet', `${encodeCursor(['2097-11', KEY])}%3D%3D`],
  ])('that is %s returns 400 INVALID_CURSOR', async (_, cursor) => {
    expect(await office.send({ path: `/v1/shows?cursor=${cursor}` })).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'INVALID_CURSOR', status: 400 },
    });
  });
});

it.each([
  'limit=0',
  'limit=101',
  'limit=abc',
  'limit=-1',
  'limit=1.5',
  'limit=',
  'limit=1&limit=2',
])('GET /v1/shows?%s returns 400 with the path `limit`', async (query) => {
  expect(await office.send({ path: `/v1/shows?${query}` })).toMatchObject({
    status: 400,
    body: {
      code: 'INVALID_REQUEST',
      errors: [{ path: 'limit', message: 'must be a whole number from 1 to 100' }],
    },
  });
});

it('an unknown query parameter is refused, not ignored', async () => {
  expect(await office.send({ path: '/v1/shows?page=2' })).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST', errors: [{ path: 'page' }] },
  });
});
