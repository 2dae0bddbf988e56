/** Why a bank refuses a payment. Source: https://docs.stripe.com/declines/codes */
export type Decline = {
  readonly code: 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error';
  readonly declineCode: string;
  readonly message: string;
};

/** What a test payment method makes happen. */
export type TestMethod = {
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly last4: string;
  /** The buyer has to authenticate first. */
  readonly needsAuthentication?: true;
  /** The bank answers later. */
  readonly isProcessedLater?: true;
  readonly decline?: Decline;
  /** What becomes of a refund: it succeeds later, or it succeeds and then fails. */
  readonly refund?: 'succeeds-later' | 'fails-later';
  /** The reason for which the buyer disputes the charge later. */
  readonly dispute?: 'fraudulent' | 'product_not_received';
};

const visa = (last4: string): TestMethod => ({ brand: 'visa', last4 });

const declined = (declineCode: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
});

const ownCode = (
  code: 'expired_card' | 'incorrect_cvc' | 'processing_error',
  message: string,
): Decline => ({ code, declineCode: code, message });

const GENERIC = declined('generic_decline');

const INSUFFICIENT_FUNDS = declined('insufficient_funds', 'Your card has insufficient funds.');

/**
 * Stripe's published test payment methods for cards, with the last digits of the test cards.
 * Source: https://docs.stripe.com/testing?testing-method=payment-methods
 */
const PUBLISHED: Readonly<Record<string, TestMethod>> = {
  pm_card_visa: visa('4242'),
  pm_card_mastercard: { brand: 'mastercard', last4: '4444' },
  pm_card_amex: { brand: 'amex', last4: '0005' },
  pm_card_chargeDeclined: { ...visa('0002'), decline: GENERIC },
  pm_card_visa_chargeDeclined: { ...visa('0002'), decline: GENERIC },
  pm_card_chargeDeclinedInsufficientFunds: { ...visa('9995'), decline: INSUFFICIENT_FUNDS },
  pm_card_visa_chargeDeclinedInsufficientFunds: { ...visa('9995'), decline: INSUFFICIENT_FUNDS },
  pm_card_visa_chargeDeclinedLostCard: { ...visa('9987'), decline: declined('lost_card') },
  pm_card_visa_chargeDeclinedStolenCard: { ...visa('9979'), decline: declined('stolen_card') },
  pm_card_chargeDeclinedExpiredCard: {
    ...visa('0069'),
    decline: ownCode('expired_card', 'Your card has expired.'),
  },
  pm_card_chargeDeclinedIncorrectCvc: {
    ...visa('0127'),
    decline: ownCode('incorrect_cvc', "Your card's security code is incorrect."),
  },
  pm_card_chargeDeclinedProcessingError: {
    ...visa('0119'),
    decline: ownCode(
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
    ),
  },
  pm_card_authenticationRequired: { ...visa('3184'), needsAuthentication: true },
  pm_card_threeDSecure2Required: { ...visa('3220'), needsAuthentication: true },
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: {
    ...visa('3178'),
    needsAuthentication: true,
    decline: INSUFFICIENT_FUNDS,
  },
  pm_card_createDispute: { ...visa('0259'), dispute: 'fraudulent' },
  pm_card_createDisputeProductNotReceived: { ...visa('2685'), dispute: 'product_not_received' },
  pm_card_pendingRefund: { ...visa('7726'), refund: 'succeeds-later' },
  pm_card_refundFail: { ...visa('5126'), refund: 'fails-later' },
};

/** Stripe publishes no card whose payment is `processing` for a while. These are of the local Stripe. */
const OWN: Readonly<Record<string, TestMethod>> = {
  pm_card_processing: { ...visa('4242'), isProcessedLater: true },
  pm_card_processingDeclined: { ...visa('0002'), isProcessedLater: true, decline: GENERIC },
};

const TEST_METHODS: ReadonlyMap<string, TestMethod> = new Map(
  Object.entries({ ...PUBLISHED, ...OWN }),
);

export const findTestMethod = (name: string): TestMethod | undefined => TEST_METHODS.get(name);
