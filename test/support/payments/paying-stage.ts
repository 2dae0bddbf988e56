import { expect } from 'vitest';
import type { ShowOverrides } from '../http/bodies.ts';
import { purchaseBodyWithoutCard } from '../http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../http/box-office.ts';
import type { Buyer } from '../http/buyer.ts';
import type { TestStageOptions } from '../stage.ts';
import { type LocalProvider, openLocalProvider } from './local-provider.ts';

/** A whole stage that takes payments, from gateway to tables, with the provider and its webhooks. */
export type PayingStage = BoxOffice & {
  readonly provider: LocalProvider;
  /** Makes a show whose tickets are held until they are paid. */
  makePaidShow(overrides?: ShowOverrides): ReturnType<BoxOffice['makeShow']>;
  /** Holds tickets for a buyer, and returns the location of the purchase. */
  hold(buyer: Buyer, showId: string, quantity?: number): Promise<string>;
  /** `POST /v1/purchases/{id}/payment`, which must succeed. Returns the buyer's secret. */
  startPayment(buyer: Buyer, location: string): Promise<string>;
  /** Starts the payment, and confirms it as a browser does. */
  pay(buyer: Buyer, location: string, method?: string): Promise<void>;
};

/**
 * Starts a stage that takes payments. It stops at the end of the current test or file. The functions and the
 * provider have one clock.
 */
export const startPayingStage = async (options: TestStageOptions = {}): Promise<PayingStage> => {
  const provider = await openLocalProvider();
  const { clock } = provider;
  const office = await openBoxOffice({
    announces: true,
    ...options,
    payments: provider.payments,
    seams: { clock, ...options.seams },
  });
  await provider.sendWebhooksTo(`${office.stage.url}/v1/payments/webhook`);
  const startPayment: PayingStage['startPayment'] = async (buyer, location) => {
    const answer = await office.client.send({
      method: 'POST',
      path: `${location}/payment`,
      token: buyer.token,
    });
    expect(answer).toMatchObject({ status: 200, body: { clientSecret: expect.any(String) } });
    const { clientSecret } = answer.body as { readonly clientSecret: string };
    return clientSecret;
  };
  return {
    ...office,
    provider,
    makePaidShow: (overrides) => office.makeShow({ payment: 'PROVIDER', ...overrides }),
    hold: async (buyer, showId, quantity = 1) => {
      const location = await buyer.request(purchaseBodyWithoutCard({ showId, quantity }));
      expect(await buyer.decided(location)).toMatchObject({ status: 'HELD' });
      return location;
    },
    startPayment,
    pay: async (buyer, location, method) => {
      await provider.confirm(await startPayment(buyer, location), method);
    },
  };
};
