import { paymentsRoutes } from '@willcall/contracts';
import {
  type Environment,
  type HttpFunction,
  observe,
  ProblemError,
  type Seams,
  serveRoutes,
} from '@willcall/lambda';

/** Answers buyers who pay, and receives the webhooks of the payment provider. */
export function createPayments(environment: Environment, _seams: Seams = {}): HttpFunction {
  const observability = observe('payments', environment);
  return serveRoutes({
    routes: paymentsRoutes,
    environment,
    observability,
    handlers: {
      startPayment: async () => {
        throw new ProblemError('NOT_PAYABLE');
      },
      receiveWebhook: async () => {
        throw new ProblemError('PROVIDER_UNAVAILABLE', { retryAfterSeconds: 60 });
      },
    },
  });
}
