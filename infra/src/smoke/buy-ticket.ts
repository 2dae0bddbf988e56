import * as z from 'zod';
import type { Answer, SmokeApi } from './smoke-api.ts';
import { unexpected } from './smoke-error.ts';
import type { TestShow } from './test-show.ts';

export type Bought = {
  readonly purchaseId: string;
  /** The path to poll. */
  readonly location: string;
  readonly answer: Answer;
};

const Accepted = z.object({ purchaseId: z.string().min(1) });

/**
 * The number that payment providers publish for tests, so that nobody's card is ever sent.
 * Source: https://docs.stripe.com/testing
 */
const TEST_CARD = { number: '4242424242424242', expiryMonth: 12 } as const;
const CARD_IS_VALID_FOR_YEARS = 2;

export type Wish = {
  readonly show: TestShow;
  readonly token: string;
  /** The same key is the same purchase for ever. */
  readonly key: string;
  readonly now: Date;
};

/**
 * Asks for one ticket.
 *
 * @throws CommandError when the purchase was not accepted
 */
export const buyTicket = async (api: SmokeApi, wish: Wish): Promise<Bought> => {
  const { show, token, key, now } = wish;
  const expiryYear = now.getUTCFullYear() + CARD_IS_VALID_FOR_YEARS;
  const answer = await api({
    method: 'POST',
    path: '/v1/purchases',
    token,
    headers: { 'idempotency-key': key },
    body: {
      showId: show.showId,
      quantity: 1,
      holder: { name: 'Smoke Test', email: 'smoke@example.com' },
      ...(!show.isFree && { card: { ...TEST_CARD, expiryYear } }),
    },
  });
  const accepted = Accepted.safeParse(answer.body);
  const location = answer.headers.get('location');
  if (answer.status !== 202 || !accepted.success || location === null) {
    throw unexpected('POST /v1/purchases', '202 with a Location', answer);
  }
  return { purchaseId: accepted.data.purchaseId, location, answer };
};
