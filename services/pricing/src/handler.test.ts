import { describe, expect, it } from 'vitest';
import { readPriceChange } from './handler.ts';
import { makePriceChangeEvent } from './price-change-event.fixture.ts';

describe('an event of the bus', () => {
  it('announces a price change', () => {
    const event = makePriceChangeEvent();
    expect(readPriceChange(event)).toEqual(event.detail);
  });

  it('announces one of a single seat', () => {
    expect(readPriceChange(makePriceChangeEvent({ seatId: '1-A9' }))).toMatchObject({
      seatId: '1-A9',
    });
  });

  it('may hold more than this release knows', () => {
    const event = makePriceChangeEvent();
    const detail = { ...event.detail, campaign: 'spring' };
    expect(readPriceChange({ ...event, detail, more: true })).toEqual(event.detail);
  });

  it.each([
    ['of another kind', { 'detail-type': 'PriceChangeProcessed' }],
    ['of somebody else', { source: 'aws.s3' }],
    ['without a detail', { detail: undefined }],
  ])('%s announces none', (_, change) => {
    expect(readPriceChange({ ...makePriceChangeEvent(), ...change })).toBeUndefined();
  });

  it.each([
    ['of a version that is not known', { version: 2 }],
    ['without a price', { newPrice: undefined }],
    ['that was no change of the show', { priceVersion: 0 }],
  ])('with a detail %s announces none', (_, change) => {
    expect(readPriceChange(makePriceChangeEvent(change))).toBeUndefined();
  });

  it.each([undefined, null, 'event', []])('that is %j announces none', (event) => {
    expect(readPriceChange(event)).toBeUndefined();
  });
});
