import type { Appearance, Stripe, StripeElements, StripeError } from '@stripe/stripe-js';
import type { StartedPayment } from '@willcall/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../../text/language.ts';
import { payTexts } from '../../text/pay.ts';
import { type PaymentState, readIntent } from '../payment-state.ts';
import type { ProviderForm, ProviderFormProps } from '../provider-form.ts';
import { loadStripe } from './load-stripe.ts';

type Mounted = { readonly stripe: Stripe; readonly elements: StripeElements };

/**
 * Pays with Stripe's own form, in a frame of Stripe's: no card comes near willcall. Nobody has seen it work yet,
 * because that takes an account at Stripe.
 * Source: https://docs.stripe.com/payments/accept-a-payment?platform=web&ui=elements
 */
function StripeForm({ payment, returnUrl, isSending, label, onPay }: ProviderFormProps) {
  const place = useRef<HTMLDivElement>(null);
  const [mounted, setMounted] = useState<Mounted>();
  const [isFailed, setFailed] = useState(false);
  const { clientSecret, publishableKey } = payment;
  useEffect(() => {
    let isGone = false;
    let remove: (() => void) | undefined;
    const mount = async () => {
      const stripe = await loadStripe(publishableKey);
      if (isGone || place.current === null) return;
      const elements = stripe.elements({
        clientSecret,
        locale: language,
        appearance: readAppearance(),
      });
      const form = elements.create('payment');
      remove = () => form.destroy();
      form.on('loaderror', () => setFailed(true));
      form.on('ready', () => setMounted({ stripe, elements }));
      form.mount(place.current);
    };
    mount().catch(() => setFailed(true));
    return () => {
      isGone = true;
      remove?.();
    };
  }, [clientSecret, publishableKey]);

  const pay = (event: Event) => {
    event.preventDefault();
    if (!isSending && mounted !== undefined) onPay(() => confirm(mounted, returnUrl));
  };
  return (
    <form onSubmit={pay}>
      <div class="stripe-form" ref={place} />
      <p class="error" role="alert">
        {isFailed && payTexts.notLoaded}
      </p>
      <button type="submit" class="primary" aria-disabled={isSending || mounted === undefined}>
        {label}
      </button>
    </form>
  );
}

/**
 * Confirms the payment. Stripe asks for the buyer's bank in a frame, or leads to its page and back.
 *
 * @throws StripeError if Stripe did not say how the payment stands
 */
async function confirm({ stripe, elements }: Mounted, returnUrl: string): Promise<PaymentState> {
  const { error, paymentIntent } = await stripe.confirmPayment({
    elements,
    confirmParams: { return_url: returnUrl },
    redirect: 'if_required',
  });
  return error === undefined ? readIntent(paymentIntent) : readError(error);
}

function readError(error: StripeError): PaymentState {
  // Stripe's form says at the field what is wrong.
  if (error.type === 'validation_error') return { state: 'open' };
  if (error.payment_intent !== undefined) return readIntent(error.payment_intent);
  throw error;
}

async function readAtStripe({
  clientSecret,
  publishableKey,
}: StartedPayment): Promise<PaymentState> {
  const stripe = await loadStripe(publishableKey);
  const { error, paymentIntent } = await stripe.retrievePaymentIntent(clientSecret);
  if (error !== undefined) throw error;
  return readIntent(paymentIntent);
}

/** Stripe's form in the colours of the page, of which its frame sees nothing. */
function readAppearance(): Appearance {
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  return { theme: isDark ? 'night' : 'stripe', variables: { borderRadius: '8px' } };
}

export const stripe: ProviderForm = { Form: StripeForm, read: readAtStripe };
