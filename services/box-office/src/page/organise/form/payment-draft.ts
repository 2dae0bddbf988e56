import type { ShowRequest } from '@willcall/client';
import { MAX_HOLD_SECONDS, MAX_REFUND_UNTIL_SECONDS, MIN_HOLD_SECONDS } from '@willcall/contracts';
import { takesPayments } from '../../api/configuration.ts';
import { organiseTexts } from '../../text/organise.ts';
import { readPrice } from './price-text.ts';
import { readCount } from './show-draft.ts';

/** How a new show is paid, as it is in the form. It never changes once the show exists. */
export type PaymentDraft = {
  readonly isPaid: boolean;
  /** How long tickets are held for a buyer who pays. */
  readonly holdMinutes: string;
  /** What is kept of a ticket that its buyer cancels. Empty: nothing. */
  readonly refundFee: string;
  /** Until how long before the start buyers can cancel. Empty: until the start. */
  readonly refundUntilHours: string;
};

export const NO_PAYMENT: PaymentDraft = {
  ...{ isPaid: false, holdMinutes: '10' },
  ...{ refundFee: '', refundUntilHours: '' },
};

export const isPaymentDraft = (value: unknown): value is PaymentDraft => {
  const { isPaid, holdMinutes, refundFee, refundUntilHours }: Partial<Record<string, unknown>> =
    Object(value);
  const texts = [holdMinutes, refundFee, refundUntilHours];
  return typeof isPaid === 'boolean' && texts.every((text) => typeof text === 'string');
};

type PaymentField = 'holdSeconds' | 'refundFee' | 'refundUntilSeconds';
export type PaymentErrors = Readonly<Partial<Record<PaymentField, string>>>;

type ReadPayment =
  | { readonly errors: PaymentErrors }
  | {
      readonly errors?: undefined;
      readonly fields: Pick<ShowRequest, 'payment' | PaymentField>;
    };

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 60 * SECONDS_PER_MINUTE;

/** Converts what is in the form. The times are checked here, because the API would speak of seconds. */
export function readPayment(draft: PaymentDraft, currency: string): ReadPayment {
  if (!draft.isPaid || !takesPayments()) return { fields: {} };
  const text = organiseTexts.form.payment.errors;
  const holdSeconds = within(
    readCount(draft.holdMinutes),
    SECONDS_PER_MINUTE,
    MIN_HOLD_SECONDS,
    MAX_HOLD_SECONDS,
  );
  const refundFee = readPrice(draft.refundFee || '0', currency)?.amount;
  const refundUntilSeconds = within(
    readCount(draft.refundUntilHours || '0'),
    SECONDS_PER_HOUR,
    0,
    MAX_REFUND_UNTIL_SECONDS,
  );
  const read = { holdSeconds, refundFee, refundUntilSeconds };
  if (holdSeconds === undefined || refundFee === undefined || refundUntilSeconds === undefined) {
    const unread = Object.entries(read).filter(([, value]) => value === undefined);
    return {
      errors: Object.fromEntries(unread.map(([name]) => [name, text[name as PaymentField]])),
    };
  }
  return {
    fields: {
      ...{ payment: 'PROVIDER', holdSeconds },
      ...(refundFee > 0 && { refundFee }),
      ...(refundUntilSeconds > 0 && { refundUntilSeconds }),
    },
  };
}

/** Converts a number of units into seconds. Undefined if they are not from `least` to `most`. */
function within(
  count: number | undefined,
  unitSeconds: number,
  least: number,
  most: number,
): number | undefined {
  const seconds = (count ?? Number.NaN) * unitSeconds;
  return seconds >= least && seconds <= most ? seconds : undefined;
}
