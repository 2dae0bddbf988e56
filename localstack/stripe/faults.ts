import type Stripe from 'stripe';
import type { OperationName } from './operations/operation-name.ts';

/**
 * How a call of the API fails:
 *
 * | Failure | The client gets | Took effect | Kept for the idempotency key |
 * |---|---|---|---|
 * | `disconnect-before` | a closed connection | no | nothing |
 * | `disconnect-after` | a closed connection | yes | the true answer |
 * | `error-before` | 500 | no | nothing |
 * | `error-kept` | 500 | no | the 500 |
 * | `error-after` | 500 | yes | the 500 |
 * | `rate-limit` | 429 `rate_limit` | no | nothing |
 * | `lock` | 429 `lock_timeout` | no | nothing |
 */
export type CallFailure =
  | 'disconnect-before'
  | 'disconnect-after'
  | 'error-before'
  | 'error-kept'
  | 'error-after'
  | 'rate-limit'
  | 'lock';

type PlannedCall = {
  readonly operation: OperationName;
  /** The number of calls of the operation since the plan was set, this one included. */
  readonly count: number;
  readonly idempotencyKey: string | undefined;
};

/** Decides how a call fails. The call waits for a promise, and its idempotency key is in use meanwhile. */
export type CallPlan = (
  call: PlannedCall,
) => CallFailure | undefined | Promise<CallFailure | undefined>;

/** What happens to the webhooks of an event. `held` ones wait for `releaseWebhooks`. */
export type WebhookFate = 'once' | 'twice' | 'never' | 'held';

type WebhookPlan = (event: Stripe.Event) => WebhookFate;

/** Faults that tests cause. No HTTP request can. */
export type Faults = {
  /** Sets how calls fail, until the next plan. Without one, none fails. */
  failCalls(plan?: CallPlan): void;
  /** Sets what happens to the webhooks of later events. Without a plan, each is sent once. */
  planWebhooks(plan?: WebhookPlan): void;
};

/** What the tests have planned. */
export type PlannedFaults = {
  findFailure(operation: OperationName, idempotencyKey: string | undefined): ReturnType<CallPlan>;
  findFate(event: Stripe.Event): WebhookFate;
};

/** Plans one failure: of the nth call of an operation from now on. */
export const nthCall =
  (operation: OperationName, nth: number, failure: CallFailure): CallPlan =>
  (call) =>
    call.operation === operation && call.count === nth ? failure : undefined;

export const createFaults = (): Faults & PlannedFaults => {
  let callPlan: CallPlan = () => undefined;
  let webhookPlan: WebhookPlan = () => 'once';
  const counts = new Map<OperationName, number>();
  return {
    failCalls: (plan = () => undefined) => {
      callPlan = plan;
      counts.clear();
    },
    planWebhooks: (plan = () => 'once') => {
      webhookPlan = plan;
    },
    findFailure: (operation, idempotencyKey) => {
      const count = (counts.get(operation) ?? 0) + 1;
      counts.set(operation, count);
      return callPlan({ operation, count, idempotencyKey });
    },
    findFate: (event) => webhookPlan(event),
  };
};
