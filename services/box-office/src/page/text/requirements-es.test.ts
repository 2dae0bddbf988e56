import { SeatsRequest, ShowChange, ShowRequest } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { sayRequirement } from './requirements-es.ts';

const show = {
  ...{ name: 'Hamlet', venue: 'Globe', startsAt: '2099-06-01T20:00:00Z' },
  ...{ price: { amount: 1_599, currency: 'EUR' }, capacity: 10 },
};
const reserved = { ...show, capacity: undefined };

it.each<[string, { safeParse(value: unknown): ReturnType<typeof ShowRequest.safeParse> }, object]>([
  ['no text', ShowRequest, { ...show, name: 5 }],
  ['an empty name', ShowRequest, { ...show, name: ' ' }],
  ['a long venue', ShowRequest, { ...show, venue: 'x'.repeat(201) }],
  ['a line break', ShowRequest, { ...show, venue: 'x\ny' }],
  ['a card number', ShowRequest, { ...show, name: '4242 4242 4242 4242' }],
  ['an unknown zone', ShowRequest, { ...show, timeZone: 'Nowhere/None' }],
  ['no time', ShowRequest, { ...show, startsAt: 'tomorrow' }],
  ['a far year', ShowRequest, { ...show, startsAt: '3099-06-01T20:00:00Z' }],
  ['a microsecond', ShowRequest, { ...show, startsAt: '2099-06-01T20:00:00.000001Z' }],
  ['a sale that opens too late', ShowRequest, { ...show, saleOpensAt: '2099-06-02T20:00:00Z' }],
  [
    'a sale that closes too early',
    ShowRequest,
    { ...show, saleOpensAt: '2098-06-01T20:00:00Z', saleClosesAt: '2098-01-01T20:00:00Z' },
  ],
  ['a high price', ShowRequest, { ...show, price: { amount: 1e9, currency: 'EUR' } }],
  ['an old currency', ShowRequest, { ...show, price: { amount: 1, currency: 'DEM' } }],
  ['a large capacity', ShowRequest, { ...show, capacity: 1e9 }],
  ['no limit', ShowRequest, { ...show, maxTicketsPerBuyer: 0 }],
  ['a seat twice', ShowRequest, { ...reserved, seats: ['A1', 'A1'] }],
  ['no seat', ShowRequest, { ...reserved, seats: ['A 1'] }],
  ['no seats', SeatsRequest as never, { seats: [] }],
  ['a change of the price', ShowChange as never, { price: { amount: -1, currency: 'EUR' } }],
])('%s is refused in Spanish too', (_, schema, value) => {
  const { issues = [] } = schema.safeParse(value).error ?? {};
  expect(issues.length).toBeGreaterThan(0);
  for (const { message } of issues) {
    expect(sayRequirement(message), message).not.toContain(message);
    expect(sayRequirement(message)).not.toMatch(/\$\d/);
  }
});

it.each([
  'must be in the future',
  'must be in the future: onSale false stops a sale at once',
  "must be the show's currency, EUR",
  'must be 0 or at least 50: no payment is below EUR 0.50',
  'must be a multiple of 10 in KWD',
  'must be at most 1249999: one payment takes the money for up to 8 tickets',
  'must be a currency that the payment provider charges, which IQD is not',
  'conflicts with the sale window: the sale must open before it closes',
  'conflicts with the sale window: the sale must open before the show starts',
])('%j, which the API says of a time or a price, too', (message) => {
  expect(sayRequirement(message)).not.toContain(message);
});

it('says what it does not know as the API does', () => {
  expect(sayRequirement('must be round')).toBe('No se acepta: must be round.');
});
