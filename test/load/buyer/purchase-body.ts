import type { LoadBuyer } from '@willcall/localstack/load';

/** A well-known test card number. Nothing is charged. */
const TEST_CARD = '4242424242424242';

/** The last digit fails the Luhn check. */
const BAD_CARD = '4242424242424241';

const YEARS_AHEAD = 2;

/** Makes a request for one ticket in the buyer's own name. */
export const purchaseBody = (
  showId: string,
  { name, behaviour }: Pick<LoadBuyer, 'name' | 'behaviour'>,
  now: Date,
) => ({
  showId,
  quantity: 1,
  holder: { name, email: `${name}@example.com` },
  card: {
    number: behaviour === 'bad-card' ? BAD_CARD : TEST_CARD,
    expiryMonth: 12,
    expiryYear: now.getUTCFullYear() + YEARS_AHEAD,
  },
});
