import type { ShowRecord } from '@willcall/store';

/** When each simulated sale begins. Only differences matter. */
export const SALE_BEGINS = Date.parse('2030-01-01T10:00:00Z');

/** A show on sale, with as many tickets and stock shards. */
export const makeShow = (
  capacity: number,
  shards: number,
  maxTicketsPerBuyer?: number,
): ShowRecord => ({
  showId: 'SimulatedShow000',
  name: 'Simulated show',
  venue: 'None',
  startsAt: '2030-06-01T20:00:00Z',
  price: { amount: 5_000, currency: 'EUR' },
  seating: 'GENERAL',
  capacity,
  buckets: shards,
  onSale: true,
  returns: 0,
  priceVersion: 0,
  createdAt: '2029-12-01T00:00:00Z',
  correlationId: 'simulated',
  ...(maxTicketsPerBuyer === undefined ? {} : { maxTicketsPerBuyer }),
});
