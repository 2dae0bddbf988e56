import { readFile } from 'node:fs/promises';
import { known } from '@willcall/contracts';
import Stripe from 'stripe';
import * as z from 'zod';
import type { TimedStage } from '../../../stage/process/start-timed-stage.ts';

/** What a sale does at the local Stripe: its buyers pay, and look whether they got their money back. */
export type DemoProvider = {
  /**
   * Confirms a payment as the buyer's browser does, with the publishable key and the secret of this payment.
   *
   * @throws Error unless the money is taken or on its way
   */
  confirm(payment: Payable, method: string, signal: AbortSignal): Promise<void>;
  /** Whether a payment was given back in full. */
  isRefunded(payment: Payable): Promise<boolean>;
};

/** A payment as `POST /v1/purchases/{id}/payment` answers it. */
export type Payable = { readonly clientSecret: string; readonly publishableKey: string };

const Keys = z.object({ secretKey: z.string() });

export const openProvider = async ({
  paymentsEndpoint,
  paymentKeysFile,
}: Pick<TimedStage, 'paymentsEndpoint' | 'paymentKeysFile'>): Promise<DemoProvider> => {
  const { secretKey } = Keys.parse(JSON.parse(await readFile(paymentKeysFile, 'utf8')));
  const { hostname: host, port } = new URL(paymentsEndpoint);
  const account = new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false });
  return {
    confirm: async (payment, method, signal) => {
      const response = await fetch(
        `${paymentsEndpoint}/v1/payment_intents/${intentOf(payment)}/confirm`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${payment.publishableKey}` },
          body: new URLSearchParams({
            client_secret: payment.clientSecret,
            payment_method: method,
          }),
          signal,
        },
      );
      if (!response.ok)
        throw new Error(`The local Stripe answered ${response.status} to a payment.`);
    },
    isRefunded: async (payment) => {
      const { latest_charge: charge } = await account.paymentIntents.retrieve(intentOf(payment), {
        expand: ['latest_charge'],
      });
      return typeof charge === 'object' && charge?.refunded === true;
    },
  };
};

/** A client secret begins with the id of its intent. */
const intentOf = ({ clientSecret }: Payable): string =>
  known(clientSecret.split('_secret_')[0], 'intent');
