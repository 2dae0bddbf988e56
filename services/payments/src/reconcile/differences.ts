/** The parts of what differs. Each has a section in `infra/RUNBOOK.md`. */
export const differenceParts = ['money', 'refunds', 'intents', 'disputes'] as const;
export type DifferencePart = (typeof differenceParts)[number];

/** One kind of difference. */
type DifferenceKind = {
  readonly part: DifferencePart;
  /** What differs, as a sentence. */
  readonly says: string;
  /**
   * `task`: a payment task does the one right thing, however often it is sent. `person`: there is more than one
   * answer, or none that willcall may give. `none`: it is told, and no fault.
   */
  readonly answer: 'task' | 'person' | 'none';
};

/**
 * Every difference between the money of the provider and the purchases. The codes are stable, because people and
 * scripts search for them. The command's help and the runbook contain this list, and a test makes each of them.
 */
export const differences = {
  MONEY_WITHOUT_TICKETS: {
    part: 'money',
    says: 'An intent kept money of a purchase that has neither tickets nor a refund.',
    answer: 'task',
  },
  PAID_TWICE: {
    part: 'money',
    says: 'An intent that the purchase does not know kept money too.',
    answer: 'task',
  },
  TICKETS_WITHOUT_MONEY: {
    part: 'money',
    says: 'A confirmed purchase costs something, and its intent took nothing, or there is none.',
    answer: 'person',
  },
  AMOUNT_DIFFERS: {
    part: 'money',
    says: 'A confirmed purchase was paid with another amount or currency than its record says.',
    answer: 'person',
  },
  PURCHASE_UNKNOWN: {
    part: 'money',
    says: 'An intent of this stage names a purchase, and no purchase of its buyer has this id.',
    answer: 'person',
  },
  PURCHASE_UNREADABLE: {
    part: 'money',
    says: 'A purchase that the journal lists, or an entry of it, cannot be read or does not exist.',
    answer: 'person',
  },
  REFUNDED_BUT_CONFIRMED: {
    part: 'refunds',
    says: 'All money of a purchase went back, and its tickets are still valid.',
    answer: 'task',
  },
  REFUND_OVERDUE: {
    part: 'refunds',
    says: 'A refund was requested, and has not begun for too long.',
    answer: 'task',
  },
  REFUNDED_LESS: {
    part: 'refunds',
    says: 'The record says that a refund succeeded, and less went back.',
    answer: 'task',
  },
  REFUND_NOT_RECORDED: {
    part: 'refunds',
    says: 'Money went back, and the record does not know it.',
    answer: 'task',
  },
  REFUND_FAILED: {
    part: 'refunds',
    says: 'The provider could not make a refund. It is not tried again by itself.',
    answer: 'person',
  },
  REFUNDED_MORE: {
    part: 'refunds',
    says: 'More went back than the record says.',
    answer: 'person',
  },
  KEPT_TOO_MUCH: {
    part: 'refunds',
    says: 'More is kept of a purchase without tickets than the rule of its show allows.',
    answer: 'person',
  },
  INTENT_OPEN: {
    part: 'intents',
    says: 'An intent can still take money for a purchase that has ended or does not know it.',
    answer: 'task',
  },
  HOLD_PAST_END: {
    part: 'intents',
    says: 'A purchase is still held, long after its hold should have ended.',
    answer: 'task',
  },
  DISPUTED: {
    part: 'disputes',
    says: "The buyer's bank disputes a charge.",
    answer: 'none',
  },
} as const satisfies Readonly<Record<string, DifferenceKind>>;

export type DifferenceCode = keyof typeof differences;

/** One difference, with the ids of both sides. */
export type Difference = {
  readonly code: DifferenceCode;
  /** A sentence for a person, without personal data. */
  readonly message: string;
  readonly purchase?: { readonly userId: string; readonly purchaseId: string };
  readonly intent?: string;
};

/** Whether a difference is a fault: something must be done about it. */
export const isFault = ({ code }: Pick<Difference, 'code'>): boolean =>
  differences[code].answer !== 'none';

/** Whether a payment task does what is right. */
export const isRepairable = ({ code }: Pick<Difference, 'code'>): boolean =>
  differences[code].answer === 'task';

/** Tells differences apart: the same one, found in two ways, has the same key. */
export const keyOfDifference = ({ code, message, purchase, intent }: Difference): string =>
  `${code} ${purchase?.purchaseId ?? message} ${intent ?? ''}`;

/** The section of the runbook that says what to do about a difference. */
export const getReconcileAnchor = (code: DifferenceCode): string =>
  `infra/RUNBOOK.md#reconcile-${differences[code].part}`;
