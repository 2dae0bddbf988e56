import { describe, expect, it } from 'vitest';
import { readEvent } from './handler.ts';
import { priceChangeEvent } from './price-change-event.fixture.ts';

describe('an event of the bus', () => {
  it('announces a price change', () => {
    const event = priceChangeEvent();
    expect(readEvent(event)).toEqual(event.detail);
  });

  it('announces one of a single seat', () => {
    expect(readEvent(priceChangeEvent({ seatId: '1-A9' }))).toMatchObject({ seatId: '1-A9' });
  });

  it('may hold more than this release knows', () => {
    const event = priceChangeEvent();
    const detail = { ...event.detail, campaign: 'spring' };
    expect(readEvent({ ...event, detail, more: true })).toEqual(event.detail);
  });

  it.each([
    ['of another kind', { 'detail-type': 'PriceChangeProcessed' }],
    ['of somebody else', { source: 'aws.s3' }],
    ['without a detail', { detail: undefined }],
  ])('%s announces none', (_, change) => {
    expect(readEvent({ ...priceChangeEvent(), ...change })).toBeUndefined();
  });

  it.each([
    ['of a version that is not known', { version: 2 }],
    ['without a price', { newPrice: undefined }],
    ['that was no change of the show', { priceVersion: 0 }],
  ])('with a detail %s announces none', (_, change) => {
    expect(readEvent(priceChangeEvent(change))).toBeUndefined();
  });

  it.each([undefined, null, 'event', []])('that is %j announces none', (event) => {
    expect(readEvent(event)).toBeUndefined();
  });
});
