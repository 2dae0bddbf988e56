import type { ShowRequest } from '@willcall/client';
import { MAX_HOLD_SECONDS, MIN_HOLD_SECONDS } from '@willcall/contracts';
import { takesPayments } from '../../api/configuration.ts';
import { organiseTexts } from '../../text/organise.ts';
import { readCount } from './show-draft.ts';

/** How a new show is paid, as it is in the form. It never changes once the show exists. */
export type PaymentDraft = {
  readonly isPaid: boolean;
  /** How long tickets are held for a buyer who pays. */
  readonly holdMinutes: string;
};

export const NO_PAYMENT: PaymentDraft = { isPaid: false, holdMinutes: '10' };

export const isPaymentDraft = (value: unknown): value is PaymentDraft => {
  const { isPaid, holdMinutes }: Partial<Record<string, unknown>> = Object(value);
  return typeof isPaid === 'boolean' && typeof holdMinutes === 'string';
};

type ReadPayment =
  | { readonly errors: { readonly holdSeconds: string } }
  | {
      readonly errors?: undefined;
      readonly fields: Pick<ShowRequest, 'payment' | 'holdSeconds'>;
    };

const SECONDS_PER_MINUTE = 60;

/** Converts what is in the form. The API checks the rest. */
export function readPayment({ isPaid, holdMinutes }: PaymentDraft): ReadPayment {
  if (!isPaid || !takesPayments()) return { fields: {} };
  // The API would speak of seconds.
  const holdSeconds = (readCount(holdMinutes) ?? 0) * SECONDS_PER_MINUTE;
  return holdSeconds >= MIN_HOLD_SECONDS && holdSeconds <= MAX_HOLD_SECONDS
    ? { fields: { payment: 'PROVIDER', holdSeconds } }
    : { errors: { holdSeconds: organiseTexts.form.payment.holdError } };
}
