import { paymentsRoutes } from '@willcall/contracts';
import {
  createClientConfig,
  createPurchaseIdKeysReader,
  createStoreConnection,
  type Environment,
  type HttpFunction,
  NonEmptyText,
  observe,
  purchaseIdKeysVariables,
  readEnvironment,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { startPayment } from '../pay/start-payment.ts';
import { openProvider } from '../provider/open-provider.ts';
import { receiveWebhook } from '../webhook/receive-webhook.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  PAYMENTS_QUEUE_URL: z.url(),
  WILLCALL_STAGE: z._default(NonEmptyText, 'local'),
  ...purchaseIdKeysVariables,
};

/** Answers buyers who pay, and receives the webhooks of the payment provider. */
export function createPayments(environment: Environment, seams: Seams = {}): HttpFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('payments', environment);
  const { log, measure } = observability;
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      purchases: settings.PURCHASES_TABLE,
      pulse: settings.PULSE_TABLE,
    },
    createStoreConnection(settings, observability, seams),
  );
  const payments = openQueue(settings.PAYMENTS_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
    plugins: seams.sqsPlugins ?? [],
  });
  const keys = createPurchaseIdKeysReader(settings);
  const { clock = () => new Date(), random = Math.random } = seams;
  const { isOn, useShare } = openProvider(environment, { store, clock });
  const provider = useShare('payments');
  const stage = settings.WILLCALL_STAGE;
  return serveRoutes({
    routes: paymentsRoutes,
    environment,
    observability,
    handlers: {
      startPayment: startPayment({
        ...{ store, keys, isOn, provider, stage, clock, random, log, measure },
      }),
      receiveWebhook: receiveWebhook({ provider, payments, stage, clock, measure }),
    },
  });
}
