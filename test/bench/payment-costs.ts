import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpEvent } from '@willcall/lambda/testing';
import { type LocalEndpoints, startLocalStripe, writePaymentKeys } from '@willcall/localstack';
import { createPayments } from '@willcall/payments';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSaleOn } from '../support/sale/open-sale.ts';
import { makePaidRequest, toHeld } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { type CostLine, createMeter } from './cost-line.ts';

/** Measures what a buyer costs who starts to pay, at a local Stripe. */
export async function measurePaymentCosts(aws: LocalEndpoints): Promise<CostLine[]> {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-payment-costs-'));
  const local = await startLocalStripe({ folder });
  try {
    const keysFile = join(folder, 'payment-keys.json');
    await writePaymentKeys(keysFile, { ...local, webhookSecrets: ['whsec_unused'] });
    const sale = await openSaleOn(aws, { payment: 'PROVIDER', holdSeconds: 600 });
    const message = makePaidRequest(sale, 'pays');
    await sale.worker()([makePurchaseSqsRecord(message)]);
    const { userId, purchaseId } = toHeld(await sale.recordOf(message));
    const meter = createMeter(aws);
    const payments = createPayments(
      {
        ...sale.environment,
        PAYMENTS: 'ON',
        PAYMENTS_QUEUE_URL: sale.resources.queues.payments.url,
        PAYMENT_KEYS_FILE: keysFile,
        PAYMENT_PROVIDER_ENDPOINT: local.endpoint,
        PURCHASE_ID_KEYS: JSON.stringify({ current: 'unused'.repeat(10) }),
      },
      { dynamodbPlugins: [meter.plugin] },
    );
    const event = createHttpEvent({
      routeKey: 'POST /v1/purchases/{purchaseId}/payment',
      path: { purchaseId },
      claims: { sub: userId },
    });
    const start = () =>
      meter.during(async () => {
        const { statusCode } = await payments(event, makeLambdaContext());
        if (statusCode !== 200)
          throw new Error(`starting a payment was answered with ${statusCode}`);
      });
    const [first, again] = [await start(), await start()];
    const lines = (step: string, counted: typeof first, writes: number): CostLine[] => [
      { step, measure: 'write units', most: writes, counted: counted.writeUnits },
      { step, measure: 'read units', most: 1.5, counted: counted.readUnits },
    ];
    return [...lines('starting a payment', first, 2), ...lines('starting it again', again, 1)];
  } finally {
    await local.close();
    await rm(folder, { recursive: true });
  }
}
