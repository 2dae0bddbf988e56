import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { readWebhook } from './read-notification.ts';

const OLD = 'whsec_old';
const NEW = 'whsec_new';
const NOW = new Date('2026-03-01T12:00:00.000Z');

const order = { stage: 'test', purchaseId: 'P'.repeat(32), userId: 'ana' };

const makeBody = (type: string, object: object): string =>
  JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });

const sign = (payload: string, secret = NEW, secondsAgo = 0): string =>
  Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(NOW.getTime() / 1_000) - secondsAgo,
  });

const read = (body: string, signature: string | undefined, webhookSecrets: string[] = [NEW]) =>
  readWebhook(body, signature, { webhookSecrets, receivedAt: NOW });

const readType = (type: string, object: object) => {
  const body = makeBody(type, object);
  return read(body, sign(body));
};

describe('the signature of a webhook', () => {
  const body = makeBody('payment_intent.succeeded', { id: 'pi_1', metadata: order });

  it.each([
    ['the only secret', sign(body), [NEW]],
    ['the first of two', sign(body, OLD), [OLD, NEW]],
    ['the second of two', sign(body, NEW), [OLD, NEW]],
    ['a secret, five minutes ago', sign(body, NEW, 300), [NEW]],
  ])('by %s is accepted', (_, signature, secrets) => {
    expect(read(body, signature, secrets)).toMatchObject({ kind: 'intent', intent: 'pi_1' });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['no signature', 'signed'],
    ['by another secret', sign(body, OLD)],
    ['of another body', sign(`${body} `)],
    ['older than five minutes', sign(body, NEW, 301)],
  ])('that is %s is refused', (_, signature) => {
    expect(() => read(body, signature)).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    );
  });

  it('of a body that is no event is refused', () => {
    expect(() => read('signed', sign('signed'))).toThrow(
      expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
    );
  });
});

describe('a webhook says to look at', () => {
  it('the intent that was paid, and its purchase', () => {
    const intent = { id: 'pi_1', metadata: { ...order, more: 'x' } };
    const heard = { kind: 'intent', id: 'evt_1', intent: 'pi_1', order };
    expect(readType('payment_intent.succeeded', intent)).toEqual(heard);
  });

  it.each([{}, { ...order, purchaseId: '7' }])(
    'an intent that willcall did not make, without a purchase: %o',
    (metadata) => {
      const heard = { kind: 'intent', id: 'evt_1', intent: 'pi_1' };
      expect(readType('payment_intent.succeeded', { id: 'pi_1', metadata })).toEqual(heard);
    },
  );

  it('an intent that somebody else canceled', () => {
    const canceled = { id: 'pi_1', metadata: order, cancellation_reason: 'requested_by_customer' };
    expect(readType('payment_intent.canceled', canceled)).toMatchObject({ kind: 'intent' });
  });

  it.each([
    'refund.created',
    'refund.updated',
    'refund.failed',
    'charge.dispute.created',
    'charge.dispute.closed',
  ])('the intent of the charge of %s', (type) => {
    const heard = { kind: 'intent', id: 'evt_1', intent: 'pi_1' };
    expect(readType(type, { payment_intent: 'pi_1', metadata: {} })).toEqual(heard);
  });

  it.each([
    ['a type that changes nothing', 'payment_intent.created', { id: 'pi_1', metadata: order }],
    ['what refund.created says, too', 'charge.refunded', { payment_intent: 'pi_1' }],
    [
      'its own cancellation',
      'payment_intent.canceled',
      { id: 'pi_1', metadata: order, cancellation_reason: 'abandoned' },
    ],
    [
      'its own refund',
      'refund.created',
      { payment_intent: 'pi_1', metadata: { willcallRefund: 'key' } },
    ],
    ['a refund of a charge without an intent', 'refund.updated', { payment_intent: null }],
  ])('nothing after %s', (_, type, object) => {
    expect(readType(type, object)).toEqual({ kind: 'other', id: 'evt_1' });
  });
});
