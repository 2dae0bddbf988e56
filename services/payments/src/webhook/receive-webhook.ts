import { PAYMENT_TASK_VERSION } from '@willcall/contracts';
import {
  type Handler,
  type Observability,
  ProblemError,
  sayQueuesUnavailable,
} from '@willcall/lambda';
import { type Queue, sendPaymentTask } from '@willcall/messaging';
import { ProviderError } from '../errors.ts';
import type { Notification, PaymentProvider } from '../provider/payment-provider.ts';

/** Dependencies of receiving webhooks. */
export type WebhookDependencies = {
  readonly provider: Pick<PaymentProvider, 'readNotification'>;
  /** The queue of payment tasks. */
  readonly payments: Queue;
  /** Webhooks of other stages of the same account are ignored. */
  readonly stage: string;
  readonly clock: () => Date;
} & Pick<Observability, 'measure'>;

/**
 * `POST /payments/webhook`: queues a look at what the payment provider reports. The queue gets ids alone, because the
 * provider says again what happened, in whatever order webhooks arrive. 200 means that the provider need not send the
 * event again: it is queued, or nothing for this stage.
 *
 * @throws ProblemError INVALID_SIGNATURE, QUEUES_UNAVAILABLE, PROVIDER_UNAVAILABLE
 */
export const receiveWebhook =
  (dependencies: WebhookDependencies): Handler<'receiveWebhook'> =>
  async ({ body, headers, correlationId }) => {
    const { payments, stage } = dependencies;
    const notification = await readNotification(body, headers['stripe-signature'], dependencies);
    if (notification.kind === 'other') return { received: true };
    const { id, intent, order } = notification;
    if (order !== undefined && order.stage !== stage) return { received: true };
    const purchase = order && { userId: order.userId, purchaseId: order.purchaseId };
    const task = { version: PAYMENT_TASK_VERSION, intent, correlationId } as const;
    await sendPaymentTask(
      payments,
      purchase === undefined ? task : { ...task, purchase },
      id,
    ).catch(sayQueuesUnavailable);
    return { received: true };
  };

/** Seconds. The provider has times of its own. */
const RETRY_AFTER_SECONDS = 60;

async function readNotification(
  body: string,
  signature: string | undefined,
  { provider, clock, measure }: WebhookDependencies,
): Promise<Notification> {
  try {
    return await provider.readNotification(body, signature, clock());
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.retryable) {
      throw new ProblemError('PROVIDER_UNAVAILABLE', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause: error,
      });
    }
    // A stage that takes no payments refuses every signature, and alarms nobody.
    if (error.code === 'SIGNATURE_INVALID') measure.count('WebhookSignaturesFailed');
    throw new ProblemError('INVALID_SIGNATURE');
  }
}
