import type { CastBuyer } from '@willcall/localstack/load';

/** Known to every payment provider as a test number; nothing is ever charged. */
const TEST_CARD = '4242424242424242';

/** Its last digit is not the one that Luhn's formula asks for. */
const BAD_CARD = '4242424242424241';

const YEARS_AHEAD = 2;

/** One ticket, for the holder's own name. */
export const purchaseBody = (
  showId: string,
  { name, behaviour }: Pick<CastBuyer, 'name' | 'behaviour'>,
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
