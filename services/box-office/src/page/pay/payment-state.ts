/** Why a payment did not succeed, and can be tried again. */
export type PaymentProblem =
  | 'declined'
  | 'insufficient-funds'
  | 'expired-card'
  | 'incorrect-cvc'
  | 'processing-error'
  | 'not-authenticated'
  /** The buyer came back without having said to the bank who they are. */
  | 'unfinished';

/** How a payment stands at the provider. */
export type PaymentState =
  | { readonly state: 'open'; readonly problem?: PaymentProblem | undefined }
  /** The buyer must say to the bank who they are, on a page of this address if there is one. */
  | { readonly state: 'authenticate'; readonly url: string | undefined }
  | { readonly state: 'processing' }
  | { readonly state: 'succeeded' }
  | { readonly state: 'canceled' };

/** What is read of Stripe's intent, by its API and by Stripe.js. Source: https://docs.stripe.com/payments/paymentintents/lifecycle */
export type StripeIntent = {
  readonly status: string;
  readonly last_payment_error?: {
    readonly code?: string | undefined;
    readonly decline_code?: string | undefined;
  } | null;
  readonly next_action?: {
    readonly redirect_to_url?: { readonly url?: string | null } | null;
  } | null;
};

/** Reads how a payment stands. An unknown status is open: a payment that cannot be confirmed is refused, and read again. */
export function readIntent({
  status,
  last_payment_error,
  next_action,
}: StripeIntent): PaymentState {
  switch (status) {
    case 'succeeded':
    case 'processing':
    case 'canceled':
      return { state: status };
    case 'requires_action':
      return { state: 'authenticate', url: next_action?.redirect_to_url?.url ?? undefined };
    default:
      return {
        state: 'open',
        problem: last_payment_error ? readProblem(last_payment_error) : undefined,
      };
  }
}

const PROBLEMS: Readonly<Record<string, PaymentProblem>> = {
  insufficient_funds: 'insufficient-funds',
  expired_card: 'expired-card',
  incorrect_cvc: 'incorrect-cvc',
  processing_error: 'processing-error',
  payment_intent_authentication_failure: 'not-authenticated',
};

/**
 * A bank's other reasons, such as a lost card, are for nobody but the bank.
 * Source: https://docs.stripe.com/declines/codes
 */
const readProblem = ({
  code = '',
  decline_code = '',
}: NonNullable<StripeIntent['last_payment_error']>): PaymentProblem =>
  PROBLEMS[decline_code] ?? PROBLEMS[code] ?? 'declined';
