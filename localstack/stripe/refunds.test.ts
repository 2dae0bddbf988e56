import { expect, test } from 'vitest';
import { failureOf, pay, startTestStripe } from './local-stripe.fixture.ts';

const STEP_MS = 3_000;

test('a payment is refunded in parts, and never more than was paid', async () => {
  const { stripe } = await startTestStripe();
  const { id: payment_intent } = await pay(stripe);
  const part = await stripe.refunds.create({
    payment_intent,
    amount: 500,
    metadata: { attempt: 1 },
  });
  expect(part).toMatchObject({ status: 'succeeded', amount: 500, metadata: { attempt: '1' } });
  expect(await failureOf(stripe.refunds.create({ payment_intent, amount: 1_501 }))).toMatchObject({
    statusCode: 400,
    param: 'amount',
    message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
  });
  const rest = await stripe.refunds.create({ payment_intent });
  expect(rest.amount).toBe(1_500);
  expect(await failureOf(stripe.refunds.create({ payment_intent }))).toMatchObject({
    code: 'charge_already_refunded',
  });
  const { data } = await stripe.refunds.list({ payment_intent });
  expect(data.map(({ id }) => id)).toEqual([rest.id, part.id]);
  const charge = await stripe.charges.retrieve(String(part.charge));
  expect(charge).toMatchObject({ amount_refunded: 2_000, refunded: true });
});

test('an unpaid intent has nothing to refund', async () => {
  const { stripe } = await startTestStripe();
  const { id } = await stripe.paymentIntents.create({ amount: 2_000, currency: 'usd' });
  const failure = await failureOf(stripe.refunds.create({ payment_intent: id }));
  expect(failure.message).toContain('does not have a successful charge to refund');
});

test('pm_card_pendingRefund: a refund is pending, then succeeds', async () => {
  const { stripe, pass } = await startTestStripe();
  const { id: payment_intent } = await pay(stripe, 'pm_card_pendingRefund');
  const { id } = await stripe.refunds.create({ payment_intent });
  expect((await stripe.refunds.retrieve(id)).status).toBe('pending');
  await pass(STEP_MS);
  expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');
});

test('pm_card_refundFail: a refund succeeds, then fails, and can be made again', async () => {
  const { stripe, pass } = await startTestStripe();
  const { id: payment_intent } = await pay(stripe, 'pm_card_refundFail');
  const { id } = await stripe.refunds.create({ payment_intent });
  expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded');
  await pass(STEP_MS);
  expect(await stripe.refunds.retrieve(id)).toMatchObject({
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  });
  expect((await stripe.refunds.create({ payment_intent })).amount).toBe(2_000);
});

test('pm_card_createDispute: a charge is disputed later, and then not refunded', async () => {
  const { stripe, pass } = await startTestStripe();
  const { id: payment_intent } = await pay(stripe, 'pm_card_createDispute');
  expect((await stripe.disputes.list({ payment_intent })).data).toEqual([]);
  await pass(STEP_MS);
  const { data } = await stripe.disputes.list({ payment_intent });
  expect(data).toMatchObject([{ amount: 2_000, status: 'needs_response', reason: 'fraudulent' }]);
  expect(await stripe.disputes.retrieve(data[0]?.id ?? '')).toEqual(data[0]);
  expect(await failureOf(stripe.refunds.create({ payment_intent }))).toMatchObject({
    code: 'charge_disputed',
  });
});
