import type {
  Charge,
  ConfirmedPurchase,
  HeldPurchase,
  LatePayment,
  PurchaseRecord,
  Refund,
  RefundRequest,
  Release,
  Settlement,
  ShowRecord,
} from '@willcall/store';
import type { Intent } from '../provider/payment-provider.ts';

/** An intent, and what the provider says of it. `undefined`: it does not say, and may do so later. */
export type SeenIntent = { readonly id: string; readonly intent: Intent | undefined };

/** What is known of a purchase and one intent, both read just now. */
export type Facts = {
  readonly record: PurchaseRecord;
  /** Undefined if it was removed. */
  readonly show: Pick<ShowRecord, 'startsAt' | 'cancelledAt'> | undefined;
  /** The intent of the record, or another one that something was heard of. Undefined if the record has none. */
  readonly seen: SeenIntent | undefined;
  readonly now: Date;
};

/** A purchase whose money goes back. */
type RefundedPurchase = PurchaseRecord & { readonly refund: Refund };

/** What is to be done. */
export type Verdict =
  | { readonly kind: 'nothing' }
  /** Nothing can be decided yet: look again. */
  | { readonly kind: 'look-again' }
  /** Cancel the intent at the provider, then judge again. */
  | { readonly kind: 'cancel-intent'; readonly id: string }
  /** HELD → CONFIRMED. */
  | { readonly kind: 'settle'; readonly settlement: Settlement }
  /** HELD → EXPIRED or CANCELLED. */
  | {
      readonly kind: 'release';
      readonly release: Release;
      /** Whether the intent may still take money. The hold ends, and the intent is cancelled later. */
      readonly isLeft?: true;
      /** Whether what was paid is not what was asked for. */
      readonly isMisfit?: true;
    }
  /** EXPIRED → CONFIRMED if there are tickets, else the money goes back. */
  | { readonly kind: 'sell-late'; readonly late: LatePayment; readonly otherwise: RefundRequest }
  /** EXPIRED and CANCELLED: the money goes back. */
  | {
      readonly kind: 'request-refund';
      readonly request: RefundRequest;
      readonly isMisfit?: true;
    }
  /** The record has a refund: carry it out, or see what became of it. */
  | { readonly kind: 'refund'; readonly purchase: RefundedPurchase; readonly intent: Intent }
  /** Another intent than that of the record took money: it goes back, and the record stays. */
  | { readonly kind: 'refund-other'; readonly intent: Intent }
  /** CONFIRMED, and all money was given back at the provider: cancel the tickets. */
  | { readonly kind: 'cancel-tickets'; readonly purchase: ConfirmedPurchase }
  /** Note on the record what happened to its charge at the provider. */
  | { readonly kind: 'note-charge'; readonly charge: Charge };

/**
 * Milliseconds after the end of a hold for which the provider is asked to cancel its intent. Then the hold ends all the
 * same, because others want the tickets, and money that still arrives is late.
 */
export const PROVIDER_PATIENCE_MS = 15 * 60_000;

const nothing = { kind: 'nothing' } as const;
const lookAgain = { kind: 'look-again' } as const;
const cancelIntent = ({ id }: Pick<Intent, 'id'>) => ({ kind: 'cancel-intent', id }) as const;

/**
 * Judges a purchase and one intent. This is the table of states in ARCHITECTURE, under "Holds and payments": what
 * happens follows from what is, however it was heard of, so judging twice or late changes nothing.
 */
export function judge(facts: Facts): Verdict {
  const { record, seen } = facts;
  const isOther = seen !== undefined && seen.id !== record.payment?.intent;
  switch (record.status) {
    case 'HELD': {
      const held = { ...record, status: record.status };
      return isOther ? judgeOther(facts, seen.intent) : judgeHeld(held, facts);
    }
    case 'CONFIRMED': {
      const sold = { ...record, status: record.status };
      return isOther ? judgeOther(facts, seen.intent) : judgeConfirmed(sold, facts);
    }
    case 'EXPIRED':
    case 'CANCELLED':
      return isOther && record.payment !== undefined
        ? judgeOther(facts, seen.intent)
        : judgeEnded(facts);
    case 'REJECTED':
    case 'FAILED':
      return isOther ? judgeOther(facts, seen.intent) : nothing;
  }
}

/** A hold: its end is decided by its intent first, and by the clock only if nothing can be paid any more. */
function judgeHeld(held: HeldPurchase, { show, seen, now }: Facts): Verdict {
  const isToCancel =
    held.cancellationRequestedAt !== undefined ||
    held.erasedAt !== undefined ||
    show?.cancelledAt !== undefined;
  const pastEndMs = now.getTime() - Date.parse(held.holdUntil);
  const isOver = isToCancel || pastEndMs >= 0;
  const cancelled = {
    status: 'CANCELLED',
    correlationId: held.correlationId,
    ...(show?.cancelledAt === undefined ? {} : { withShow: true as const }),
  } as const;
  const to = isToCancel ? cancelled : ({ status: 'EXPIRED' } as const);
  const released = { purchase: held, intent: seen?.id, to };
  const release = { kind: 'release', release: released } as const;
  if (seen === undefined) return isOver ? release : nothing;

  const { intent } = seen;
  switch (intent?.status) {
    case 'succeeded': {
      const refundTo = (end: Release['to']) =>
        ({ kind: 'release', release: { ...released, to: end, ...refundOf(intent) } }) as const;
      if (isToCancel) return refundTo(to);
      if (!isAsAsked(held, intent)) return { ...refundTo(cancelled), isMisfit: true };
      if (isGivenBack(intent)) return refundTo(cancelled);
      if (hasBegun(show, now)) return refundTo({ status: 'EXPIRED' });
      const settlement = { purchase: held, intent: seen.id, paidAt: paidAtOf(held, intent) };
      return { kind: 'settle', settlement };
    }
    case 'canceled':
      return isOver ? release : nothing;
    case 'open':
      return isOver ? cancelIntent(intent) : nothing;
    case 'processing':
    case undefined:
      if (isOver && pastEndMs >= PROVIDER_PATIENCE_MS) return { ...release, isLeft: true };
      // The provider tells when a payment has ended, so nobody needs to ask before the hold does.
      return isOver || intent === undefined ? lookAgain : nothing;
  }
}

/** Sold tickets: what happens to their money at the provider, without willcall. */
function judgeConfirmed(purchase: ConfirmedPurchase, { seen }: Facts): Verdict {
  if (seen === undefined) return nothing;
  const { intent } = seen;
  if (intent === undefined) return lookAgain;
  if (isGivenBack(intent)) return { kind: 'cancel-tickets', purchase };
  return judgeCharge(purchase, intent);
}

/** Notes what is not noted yet. */
function judgeCharge({ charge }: PurchaseRecord, { refunded, isDisputed }: Intent): Verdict {
  const isNew = refunded !== (charge?.refunded ?? 0) || isDisputed !== (charge?.disputed ?? false);
  return isNew ? { kind: 'note-charge', charge: { refunded, disputed: isDisputed } } : nothing;
}

/** A purchase that has ended without tickets: each payment of it is late. */
function judgeEnded({ record, show, seen, now }: Facts): Verdict {
  if (seen === undefined) return nothing;
  const { intent } = seen;
  if (intent === undefined) return lookAgain;
  const { refund } = record;
  if (refund !== undefined) return { kind: 'refund', purchase: { ...record, refund }, intent };
  // It was paid, and its buyer cancelled it when no money was to be given back any more.
  if (record.paidAt !== undefined) return judgeCharge(record, intent);
  switch (intent.status) {
    case 'open':
      return cancelIntent(intent);
    case 'processing':
      return lookAgain;
    case 'canceled':
      return nothing;
    case 'succeeded': {
      const { userId, recordKey, payment = { intent: intent.id, attempt: 1 } } = record;
      const amount = refundOf(intent).refundAmount;
      const request = { userId, recordKey, payment, amount };
      if (!isAsAsked(record, intent)) return { kind: 'request-refund', request, isMisfit: true };
      const canBeSold =
        record.status === 'EXPIRED' &&
        record.payment !== undefined &&
        record.erasedAt === undefined &&
        !isGivenBack(intent) &&
        show !== undefined &&
        show.cancelledAt === undefined &&
        !hasBegun(show, now);
      if (!canBeSold) return { kind: 'request-refund', request };
      const purchase = { ...record, status: record.status };
      const late = { purchase, intent: intent.id, paidAt: paidAtOf(purchase, intent) };
      return { kind: 'sell-late', late, otherwise: request };
    }
  }
}

/** An intent that the record does not name. */
function judgeOther({ record }: Facts, intent: Intent | undefined): Verdict {
  if (intent === undefined) return lookAgain;
  if (intent.status === 'canceled') return nothing;
  if (intent.status === 'processing') return lookAgain;
  // It may be recorded in a moment.
  if (record.status === 'HELD' && record.payment === undefined) return lookAgain;
  if (intent.status === 'open') return cancelIntent(intent);
  return isGivenBack(intent) ? nothing : { kind: 'refund-other', intent };
}

/** Whether an intent took what the record asks for, for this purchase. */
const isAsAsked = (
  { total, purchaseId, userId }: PurchaseRecord,
  { amount, received, order }: Intent,
): boolean =>
  received === total?.amount &&
  amount.currency === total.currency &&
  order?.purchaseId === purchaseId &&
  order.userId === userId;

/** Whether all that was taken was given back, by anybody. */
const isGivenBack = ({ received, refunded }: Intent): boolean =>
  received > 0 && refunded >= received;

/** What goes back: all that was taken, in whole minor units, because willcall never asks for parts of one. */
const refundOf = ({ received }: Intent) => ({ refundAmount: Math.max(1, Math.floor(received)) });

/** When it was paid: not before it could be, because the provider cuts its times to whole seconds. */
const paidAtOf = ({ decidedAt }: PurchaseRecord, { paidAt = decidedAt }: Intent): string =>
  Date.parse(paidAt) < Date.parse(decidedAt) ? decidedAt : paidAt;

const hasBegun = (show: Facts['show'], now: Date): boolean =>
  show !== undefined && Date.parse(show.startsAt) <= now.getTime();
