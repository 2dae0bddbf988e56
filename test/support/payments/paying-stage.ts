import { createPaymentSweep } from '@willcall/payments';
import { expect } from 'vitest';
import type { ShowOverrides } from '../http/bodies.ts';
import { purchaseBodyWithoutCard } from '../http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../http/box-office.ts';
import type { Buyer } from '../http/buyer.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
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
  /** Starts the payment, and confirms it as a browser does. Returns what the browser learns. */
  pay(buyer: Buyer, location: string, method?: string): Promise<string>;
  /** Waits until the buyer reads a purchase that matches. */
  untilRead(buyer: Buyer, location: string, expected: object): Promise<void>;
  /**
   * Lets time pass at the provider and in the stage, at least so long, until the buyer reads a purchase that matches.
   * Due purchases are looked at meanwhile.
   */
  passUntilRead(ms: number, buyer: Buyer, location: string, expected: object): Promise<void>;
};

const MINUTE_MS = 60_000;

/** Enough for a task to be worked on before the next minute passes. */
const SWEEP_EVERY_MS = 500;

/**
 * Starts a stage that takes payments. It stops at the end of the current test or file. The functions and the
 * provider have one clock.
 */
export const startPayingStage = async ({
  stepDelayMs,
  ...options
}: TestStageOptions & { readonly stepDelayMs?: number } = {}): Promise<PayingStage> => {
  const provider = await openLocalProvider(stepDelayMs);
  const { clock } = provider;
  const office = await openBoxOffice({
    announces: true,
    ...options,
    payments: provider.payments,
    seams: { clock, ...options.seams },
  });
  await provider.sendWebhooksTo(`${office.stage.url}/v1/payments/webhook`);
  const { environment } = office.stage;
  const sweep = createPaymentSweep(
    environment,
    asDeployed('payment-sweep', environment, { clock }),
  );
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
    pay: async (buyer, location, method) =>
      provider.confirm(await startPayment(buyer, location), method),
    untilRead: (buyer, location, expected) =>
      expect.poll(async () => (await buyer.get(location)).body).toMatchObject(expected),
    passUntilRead: async (ms, buyer, location, expected) => {
      await provider.pass(ms);
      await expect
        .poll(
          async () => {
            // What was not listed in time is due in the next minute.
            await provider.pass(MINUTE_MS);
            await sweep({}, makeLambdaContext());
            return (await buyer.get(location)).body;
          },
          { interval: SWEEP_EVERY_MS },
        )
        .toMatchObject(expected);
    },
  };
};
