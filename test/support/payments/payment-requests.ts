import type { Seams } from '@willcall/lambda';
import { createHttpEvent, createLambdaContext } from '@willcall/lambda/testing';
import { createPayments } from '@willcall/payments';
import { asDeployed } from '../role/as-deployed.ts';
import type { PayingSale } from './paying-sale.ts';

type Answer = {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};

/** The function `payments` on the tables of a sale, called as API Gateway does. */
export type PaymentRequests = {
  /** `POST /purchases/{purchaseId}/payment` by the buyer of a purchase, or by another one. */
  pay(
    purchase: { readonly purchaseId: string; readonly userId: string },
    by?: string,
  ): Promise<Answer>;
  /** `POST /payments/webhook` with these bytes. */
  hear(body: string, signature?: string): Promise<Answer>;
};

/** The key of the purchase ids in hand-made messages. */
const PURCHASE_ID_KEYS = JSON.stringify({
  current: Buffer.alloc(32, 1).toString('base64url'),
});

/** @param env variables that differ from those of the sale. */
export const openPayments = (
  sale: PayingSale,
  seams: Seams = {},
  env: Readonly<Record<string, string>> = {},
): PaymentRequests => {
  const environment = { ...sale.environment, PURCHASE_ID_KEYS, ...env };
  const handler = createPayments(
    environment,
    asDeployed('payments', environment, { clock: sale.clock, ...seams }),
  );
  const request = async (event: Parameters<typeof createHttpEvent>[0]): Promise<Answer> => {
    const {
      statusCode,
      headers = {},
      body,
    } = await handler(createHttpEvent(event), createLambdaContext());
    return { status: statusCode, headers, body: JSON.parse(body ?? 'null') };
  };
  return {
    pay: ({ purchaseId, userId }, by = userId) =>
      request({
        routeKey: 'POST /v1/purchases/{purchaseId}/payment',
        path: { purchaseId },
        claims: { sub: by },
      }),
    hear: (body, signature) =>
      request({
        routeKey: 'POST /v1/payments/webhook',
        body,
        headers: signature === undefined ? {} : { 'stripe-signature': signature },
      }),
  };
};
