import * as z from 'zod';
import type { Api, ApiAnswer } from '../../../cli/api/api.ts';
import { sendAgain } from '../../../cli/api/send-again.ts';
import { UnexpectedAnswer } from '../../../cli/api/unexpected-answer.ts';
import type { Buyer } from './buyers.ts';

export type AcceptedPurchase = { readonly location: string; readonly answer: ApiAnswer };

const SoldOut = z.object({ code: z.literal('SOLD_OUT') });

/** Known to every payment provider as a test number; nothing is ever charged. */
const TEST_CARD = '4242424242424242';

const YEARS_AHEAD = 2;

/**
 * Asks for a buyer's tickets, again with the same Idempotency-Key while the API is out of reach, so
 * that a lost answer never buys twice.
 *
 * @returns 'sold-out' when that was said at once, and nothing is recorded.
 * @throws UnexpectedAnswer for anything else than that or 202 with a Location, or the signal's reason
 */
export const requestPurchase = async (
  api: Api,
  showId: string,
  { name, token, quantity }: Buyer,
  signal: AbortSignal,
): Promise<AcceptedPurchase | 'sold-out'> => {
  const answer = await sendAgain(api, {
    method: 'POST',
    path: '/v1/purchases',
    token,
    // One purchase for each buyer and show.
    headers: { 'idempotency-key': `demo-${showId}` },
    body: {
      showId,
      quantity,
      holder: { name, email: `${name}@example.com` },
      card: {
        number: TEST_CARD,
        expiryMonth: 12,
        expiryYear: new Date().getUTCFullYear() + YEARS_AHEAD,
      },
    },
    signal,
  });
  if (answer !== 'none' && answer.status === 202 && answer.headers.location !== undefined) {
    return { location: answer.headers.location, answer };
  }
  if (answer !== 'none' && answer.status === 409 && SoldOut.safeParse(answer.body).success) {
    return 'sold-out';
  }
  throw new UnexpectedAnswer('POST /v1/purchases', answer, '202 with a Location');
};
