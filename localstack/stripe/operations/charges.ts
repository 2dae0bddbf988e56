import * as z from 'zod';
import { type Call, known } from '../account.ts';
import { CreatedParameters, Expand } from '../http/parameters.ts';
import { refuseMissing } from '../http/stripe-failure.ts';
import { createDispute } from '../objects/dispute.ts';
import { findMethod } from '../payments/take-payment.ts';
import { announce } from '../webhooks/announce.ts';
import { listObjects } from './list.ts';
import { createOperation } from './operation.ts';

/** Source: https://docs.stripe.com/api/charges/retrieve */
export const retrieveCharge = createOperation({
  name: 'charges.retrieve',
  parameters: z.strictObject({ expand: Expand }),
  run: ({ account }, _, id) => {
    const charge = account.store.objects.find('charge', id);
    if (charge === undefined) throw refuseMissing('charge', id);
    return charge;
  },
});

/** Source: https://docs.stripe.com/api/charges/list */
export const listCharges = createOperation({
  name: 'charges.list',
  parameters: z.strictObject({ ...CreatedParameters, payment_intent: z.string().optional() }),
  run: ({ account }, { created, payment_intent, ...page }) =>
    listObjects(account, 'charge', page, {
      url: '/v1/charges',
      created,
      paymentIntent: payment_intent,
    }),
});

/** Opens the dispute of a charge whose test method makes its buyer dispute it. */
export const openDispute = (call: Call, chargeId: string): void => {
  const { objects } = call.account.store;
  const charge = known(objects.find('charge', chargeId), chargeId);
  // Stripe does not dispute a charge that was refunded in full.
  if (charge.refunded) return;
  const dispute = createDispute(call, charge, findMethod(call, charge.payment_method));
  objects.insert(dispute);
  objects.replace({ ...charge, disputed: true });
  announce(call, 'charge.dispute.created', dispute);
  announce(call, 'charge.dispute.funds_withdrawn', dispute);
};

/** Source: https://docs.stripe.com/api/disputes/retrieve */
export const retrieveDispute = createOperation({
  name: 'disputes.retrieve',
  parameters: z.strictObject({ expand: Expand }),
  run: ({ account }, _, id) => {
    const dispute = account.store.objects.find('dispute', id);
    if (dispute === undefined) throw refuseMissing('dispute', id);
    return dispute;
  },
});

/** Source: https://docs.stripe.com/api/disputes/list */
export const listDisputes = createOperation({
  name: 'disputes.list',
  parameters: z.strictObject({
    ...CreatedParameters,
    payment_intent: z.string().optional(),
    charge: z.string().optional(),
  }),
  run: ({ account }, { created, payment_intent, charge, ...page }) =>
    listObjects(account, 'dispute', page, {
      url: '/v1/disputes',
      created,
      paymentIntent: payment_intent,
      charge,
    }),
});
