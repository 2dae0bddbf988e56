import { describe, expect, it } from 'vitest';
import { FLYER_CONTENT_TYPES, MAX_CAPACITY, MAX_FLYER_BYTES } from '../show.ts';
import { FlyerRequest, ShowChange, ShowRequest } from './show-requests.ts';

const hamlet = {
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 4500, currency: 'EUR' },
  capacity: 100,
};

const invalidPaths = (body: unknown) =>
  ShowRequest.safeParse(body).error?.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? [...issue.path, ...issue.keys].join('.')
      : issue.path.join('.'),
  );

describe('a request for a show', () => {
  it('puts the show on sale by default', () => {
    expect(ShowRequest.parse(hamlet)).toEqual({ ...hamlet, onSale: true });
    expect(ShowRequest.parse({ ...hamlet, onSale: false }).onSale).toBe(false);
  });

  it.each([
    ['a single ticket', { capacity: 1 }],
    ['the largest capacity', { capacity: MAX_CAPACITY }],
    ['a price of zero', { price: { amount: 0, currency: 'EUR' } }],
    ['a time zone', { timeZone: 'Europe/Madrid' }],
    ['a name of 200 bytes', { name: 'é'.repeat(100) }],
    [
      'a sale that opens and closes',
      {
        saleOpensAt: '2031-05-01T08:00:00Z',
        saleClosesAt: '2031-06-01T19:00:00Z',
      },
    ],
    ['a sale that opens the second before the show', { saleOpensAt: '2031-06-01T19:59:59Z' }],
    ['a sale that goes on after the start', { saleClosesAt: '2031-06-01T21:00:00Z' }],
  ])('can have %s', (_, change) => {
    expect(invalidPaths({ ...hamlet, ...change })).toBeUndefined();
  });

  it.each([
    ['no tickets', { capacity: 0 }, 'capacity'],
    ['more tickets than the largest capacity', { capacity: MAX_CAPACITY + 1 }, 'capacity'],
    ['half a ticket', { capacity: 1.5 }, 'capacity'],
    ['a capacity in text', { capacity: '100' }, 'capacity'],
    ['a name of 201 bytes', { name: `x${'é'.repeat(100)}` }, 'name'],
    ['an empty venue', { venue: ' ' }, 'venue'],
    ['a start without a zone', { startsAt: '2031-06-01T20:00:00' }, 'startsAt'],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, 'price.amount'],
    ['an unknown field in its price', { price: { ...hamlet.price, tax: 1 } }, 'price.tax'],
    ['an unknown time zone', { timeZone: 'Europe/Nowhere' }, 'timeZone'],
    ['no time zone, as null', { timeZone: null }, 'timeZone'],
    ['onSale in text', { onSale: 'true' }, 'onSale'],
    ['an id', { showId: 'mine' }, 'showId'],
    ['a shard count', { buckets: 1 }, 'buckets'],
    ['a field set to null', { saleOpensAt: null }, 'saleOpensAt'],
    ['a sale that opens when the show starts', { saleOpensAt: hamlet.startsAt }, 'saleOpensAt'],
    [
      'a sale that opens when it closes',
      {
        saleOpensAt: '2031-05-01T08:00:00.000Z',
        saleClosesAt: '2031-05-01T08:00:00Z',
      },
      'saleOpensAt',
    ],
    [
      'a sale that opens after it closes',
      {
        saleOpensAt: '2031-05-02T08:00:00Z',
        saleClosesAt: '2031-05-01T08:00:00Z',
      },
      'saleOpensAt',
    ],
  ])('cannot have %s', (_, change, path) => {
    expect(invalidPaths({ ...hamlet, ...change })).toEqual([path]);
  });

  it.each(['name', 'venue', 'startsAt', 'price', 'capacity'] as const)(
    'requires the field %s',
    (field) => {
      const { [field]: _, ...rest } = hamlet;
      expect(invalidPaths(rest)).toEqual([field]);
    },
  );
});

const price = { amount: 1299, currency: 'EUR' };

describe('a change of a show', () => {
  it.each([
    ['a price', { price }],
    ['a pause', { onSale: false }],
    ['both', { price, onSale: true }],
    ['a name', { name: 'Macbeth' }],
    ['a venue', { venue: 'Rose' }],
    ['a time zone', { timeZone: 'Europe/Madrid' }],
    ['the removal of the time zone', { timeZone: null }],
    ['a price of zero', { price: { amount: 0, currency: 'EUR' } }],
  ])('can be %s', (_, change) => {
    expect(ShowChange.parse(change)).toEqual(change);
  });

  it.each([
    ['nothing', {}, ''],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, 'price.amount'],
    ['a price in an unknown currency', { price: { amount: 1, currency: 'XXZ' } }, 'price.currency'],
    ['a price that is a number', { price: 12.99 }, 'price'],
    ['a sale that is a word', { onSale: 'no' }, 'onSale'],
    ['an id', { onSale: true, showId: 'AAAAAAAAAAAAAAAA' }, ''],
    ['an empty name', { name: ' ' }, 'name'],
    ['a venue of 201 bytes', { venue: 'v'.repeat(201) }, 'venue'],
    ['an offset as its time zone', { timeZone: '+01:00' }, 'timeZone'],
    ['no capacity', { capacity: 0 }, 'capacity'],
    ['a start that is not a time', { startsAt: 'tomorrow' }, 'startsAt'],
    ['a discount flag', { price, isDiscounted: true }, ''],
    ['a list', [], ''],
  ])('cannot be %s', (_, change, path) => {
    const issues = ShowChange.safeParse(change).error?.issues.map((issue) => issue.path.join('.'));
    expect(issues).toEqual([path]);
  });
});

const flyer = { contentType: 'image/png', contentLength: 1_000 };

describe('a request to upload a flyer', () => {
  it.each(FLYER_CONTENT_TYPES)('can have the type %s', (contentType) => {
    expect(FlyerRequest.parse({ ...flyer, contentType })).toEqual({ ...flyer, contentType });
  });

  it.each([1, MAX_FLYER_BYTES])('can have %i bytes', (contentLength) => {
    expect(FlyerRequest.parse({ ...flyer, contentLength }).contentLength).toBe(contentLength);
  });

  it.each([
    ['no bytes', { contentLength: 0 }, 'contentLength'],
    ['a byte more than 5 MiB', { contentLength: MAX_FLYER_BYTES + 1 }, 'contentLength'],
    ['half a byte', { contentLength: 0.5 }, 'contentLength'],
    ['a length in text', { contentLength: '1000' }, 'contentLength'],
    ['a type that can contain scripts', { contentType: 'image/svg+xml' }, 'contentType'],
    ['a type that is not an image', { contentType: 'text/html' }, 'contentType'],
    ['a type with parameters', { contentType: 'image/png; charset=x' }, 'contentType'],
    ['an object key', { key: 'shows/other/x.png' }, ''],
  ])('cannot have %s', (_, change, path) => {
    const { error } = FlyerRequest.safeParse({ ...flyer, ...change });
    expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
