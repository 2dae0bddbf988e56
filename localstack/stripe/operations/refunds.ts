import type Stripe from 'stripe';
import * as z from 'zod';
import { type Call, idOf, known, planStep } from '../account.ts';
import { CreatedParameters, Expand, Integer, Metadata } from '../http/parameters.ts';
import { refuse, refuseMissing } from '../http/stripe-failure.ts';
import { createRefund } from '../objects/refund.ts';
import { formatAmount } from '../payments/amounts.ts';
import { findMethod } from '../payments/take-payment.ts';
import { announce } from '../webhooks/announce.ts';
import { listObjects } from './list.ts';
import { createOperation } from './operation.ts';

const CreateParameters = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: Integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: Metadata.default({}),
  expand: Expand,
});

/** Source: https://docs.stripe.com/api/refunds/create */
export const makeRefund = createOperation({
  name: 'refunds.create',
  parameters: CreateParameters,
  run: (call, parameters) => {
    const charge = findCharge(call, parameters);
    const left = charge.amount - charge.amount_refunded;
    const { amount = left } = parameters;
    checkRefund(charge, amount);
    const { refund: course } = findMethod(call, charge.payment_method);
    const refund = createRefund(call, {
      charge,
      amount,
      metadata: parameters.metadata,
      reason: parameters.reason ?? null,
      isPending: course === 'succeeds-later',
    });
    const refunded = changeRefunded(charge, amount);
    call.account.store.objects.insert(refund);
    call.account.store.objects.replace(refunded);
    announce(call, 'refund.created', refund);
    announce(call, 'charge.refunded', refunded, {
      amount_refunded: charge.amount_refunded,
      ...(refunded.refunded && { refunded: false }),
    });
    if (course === 'succeeds-later') planStep(call, 'end-refund', refund.id);
    if (course === 'fails-later') planStep(call, 'fail-refund', refund.id);
    return refund;
  },
});

const findCharge = (
  { account: { store } }: Call,
  { payment_intent, charge }: z.infer<typeof CreateParameters>,
): Stripe.Charge => {
  if (charge !== undefined) {
    const found = store.objects.find('charge', charge);
    if (found === undefined) throw refuseMissing('charge', charge, 'charge');
    return found;
  }
  if (payment_intent === undefined) {
    throw refuse(
      'One of the following params should be provided for this request: payment_intent or charge.',
      {
        code: 'parameter_missing',
      },
    );
  }
  const intent = store.objects.find('payment_intent', payment_intent);
  if (intent === undefined) throw refuseMissing('payment_intent', payment_intent, 'payment_intent');
  if (intent.status !== 'succeeded') {
    throw refuse(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    });
  }
  return known(store.objects.find('charge', idOf(intent.latest_charge) ?? ''), 'a charge');
};

const checkRefund = (charge: Stripe.Charge, amount: number): void => {
  if (charge.status !== 'succeeded') {
    throw refuse(`Charge ${charge.id} cannot be refunded because it did not succeed.`, {
      param: 'charge',
    });
  }
  if (charge.disputed) {
    throw refuse(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (charge.refunded) {
    throw refuse(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  if (amount < 1) {
    throw refuse('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  if (amount > left) {
    const { currency } = charge;
    throw refuse(
      `Refund amount (${formatAmount(amount, currency)}) is greater than unrefunded amount on charge (${formatAmount(left, currency)})`,
      // Stripe gives no code here.
      { param: 'amount' },
    );
  }
};

const changeRefunded = (charge: Stripe.Charge, by: number): Stripe.Charge => {
  const amountRefunded = charge.amount_refunded + by;
  return {
    ...charge,
    amount_refunded: amountRefunded,
    refunded: amountRefunded === charge.amount,
  };
};

/** Ends a refund that was pending. */
export const endRefund = (call: Call, id: string): void => {
  const { objects } = call.account.store;
  const { pending_reason, ...pending } = known(objects.find('refund', id), id);
  const ended: Stripe.Refund = { ...pending, status: 'succeeded' };
  objects.replace(ended);
  const previous = { status: 'pending', pending_reason };
  announce(call, 'refund.updated', ended, previous);
  announce(call, 'charge.refund.updated', ended, previous);
};

/** Fails a refund that had succeeded: the bank sent the money back, and it can be refunded again. */
export const failRefund = (call: Call, id: string): void => {
  const { objects } = call.account.store;
  const refund = known(objects.find('refund', id), id);
  const charge = known(objects.find('charge', idOf(refund.charge) ?? ''), 'a charge');
  const failed: Stripe.Refund = {
    ...refund,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  };
  const unrefunded = changeRefunded(charge, -refund.amount);
  objects.replace(failed);
  objects.replace(unrefunded);
  const previous = { status: refund.status };
  announce(call, 'refund.updated', failed, previous);
  announce(call, 'refund.failed', failed);
  announce(call, 'charge.refund.updated', failed, previous);
  announce(call, 'charge.updated', unrefunded, { amount_refunded: charge.amount_refunded });
};

/** Source: https://docs.stripe.com/api/refunds/retrieve */
export const retrieveRefund = createOperation({
  name: 'refunds.retrieve',
  parameters: z.strictObject({ expand: Expand }),
  run: ({ account }, _, id) => {
    const refund = account.store.objects.find('refund', id);
    if (refund === undefined) throw refuseMissing('refund', id);
    return refund;
  },
});

/** Source: https://docs.stripe.com/api/refunds/list */
export const listRefunds = createOperation({
  name: 'refunds.list',
  parameters: z.strictObject({
    ...CreatedParameters,
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
  }),
  run: ({ account }, { created, payment_intent, charge, ...page }) =>
    listObjects(account, 'refund', page, {
      url: '/v1/refunds',
      created,
      paymentIntent: payment_intent,
      charge,
    }),
});
