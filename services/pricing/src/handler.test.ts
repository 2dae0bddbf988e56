import { describe, expect, it } from 'vitest';
import { readPriceChange } from './handler.ts';
import { makePriceChangeEvent } from './price-change-event.fixture.ts';

describe('an event', () => {
  it('announces a price change of a show', () => {
    const event = makePriceChangeEvent();
    expect(readPriceChange(event)).toEqual(event.detail);
  });

  it('announces a price change of a seat', () => {
    expect(readPriceChange(makePriceChangeEvent({ seatId: '1-A9' }))).toMatchObject({
      seatId: '1-A9',
    });
  });

  it('may have fields that this release does not know', () => {
    const event = makePriceChangeEvent();
    const detail = { ...event.detail, campaign: 'spring' };
    expect(readPriceChange({ ...event, detail, more: true })).toEqual(event.detail);
  });

  it.each([
    ['of another type', { 'detail-type': 'PriceChangeProcessed' }],
    ['from another source', { source: 'aws.s3' }],
    ['without a detail', { detail: undefined }],
  ])('%s is ignored', (_, change) => {
    expect(readPriceChange({ ...makePriceChangeEvent(), ...change })).toBeUndefined();
  });

  it.each([
    ['of an unknown version', { version: 2 }],
    ['without a price', { newPrice: undefined }],
    ['with price version 0', { priceVersion: 0 }],
  ])('with a detail %s is ignored', (_, change) => {
    expect(readPriceChange(makePriceChangeEvent(change))).toBeUndefined();
  });

  it.each([undefined, null, 'event', []])('that is %j is ignored', (event) => {
    expect(readPriceChange(event)).toBeUndefined();
  });
});
