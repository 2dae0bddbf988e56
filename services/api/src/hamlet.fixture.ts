/** A stored show. */
export const hamlet = {
  showId: 'HamletHamletHaml',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 4500, currency: 'EUR' },
  capacity: 100,
  buckets: 1,
  onSale: true,
  seating: 'GENERAL' as const,
  returns: 0,
  priceVersion: 0,
  createdAt: '2031-01-01T00:00:00.000Z',
  correlationId: 'order-7',
};
