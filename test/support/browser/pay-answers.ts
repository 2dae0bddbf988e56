import type { DecidedPurchase, StartedPayment } from '@willcall/contracts';
import type { Page } from 'playwright-core';

/** Where nothing listens: the browser's requests to the provider are answered by the test. */
export const NO_PROVIDER = { endpoint: 'http://127.0.0.1:1', keysFile: 'nowhere.json' };

const PURCHASE_ID = 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D';
const total = { amount: 3_198, currency: 'EUR' };

/** The view that pays the answered purchase. */
export const PAY_PATH = `/app/purchases/${PURCHASE_ID}`;

type HeldOptions = {
  /** Default: ten minutes, less a moment. */
  readonly leftMs?: number;
  /** What the provider says of the payment. Default: it waits for the buyer. */
  readonly intent?: object;
};

const TEN_MINUTES_MS = 600_000;

/** Answers what the view of a held purchase asks, before it is opened. */
export async function answerHeldPurchase(
  page: Page,
  showId: string,
  { leftMs = TEN_MINUTES_MS, intent = {} }: HeldOptions = {},
): Promise<void> {
  const holdUntil = new Date(Date.now() + leftMs).toISOString();
  const purchase: DecidedPurchase = {
    purchaseId: PURCHASE_ID,
    showId,
    status: 'HELD',
    quantity: 2,
    total,
    tickets: [],
    heldSeats: ['C7', 'C8'],
    holder: { name: 'Ana Ruiz', email: 'ana@example.com' },
    message: '2 tickets are held.',
    requestedAt: new Date(Date.now() - TEN_MINUTES_MS).toISOString(),
    decidedAt: new Date(Date.now() - TEN_MINUTES_MS).toISOString(),
    holdUntil,
  };
  const payment: StartedPayment = {
    provider: 'stripe',
    clientSecret: 'pi_1_secret_1',
    publishableKey: 'pk_test_1',
    amount: total,
    holdUntil,
  };
  await page.route(`**/v1/purchases/${PURCHASE_ID}`, (route) => route.fulfill({ json: purchase }));
  await page.route('**/v1/purchases/*/payment', (route) => route.fulfill({ json: payment }));
  await page.route(`${NO_PROVIDER.endpoint}/**`, (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: { status: 'requires_payment_method', ...intent },
    }),
  );
}
