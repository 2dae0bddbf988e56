import type { PurchaseRequest, ShowRequest } from '@willcall/contracts';

/** Valid card numbers that payment providers publish for tests. None belongs to an account. */
export const VISA = '4242424242424242';
export const MASTERCARD = '5555555555554444';

export type ShowOverrides = Partial<ShowRequest>;
export type PurchaseOverrides = Partial<PurchaseRequest> & Pick<PurchaseRequest, 'showId'>;

/** A show that is on sale now, as an admin posts it. */
export const showBody = (overrides: ShowOverrides = {}) => ({
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2099-06-01T20:00:00Z',
  price: { amount: 1599, currency: 'EUR' },
  capacity: 10,
  ...overrides,
});

export const card = (number = VISA) => ({ number, expiryMonth: 12, expiryYear: 2098 });

/** One ticket for Ana, paid by Visa. */
export const purchaseBody = (overrides: PurchaseOverrides): PurchaseRequest => ({
  quantity: 1,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: card(),
  ...overrides,
});

/** The same without a card. */
export const purchaseBodyWithoutCard = (overrides: PurchaseOverrides) => {
  const { card: _, ...body } = purchaseBody(overrides);
  return body;
};
