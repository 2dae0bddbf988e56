import {
  type ConfirmedPurchase,
  cancelPurchase,
  noteCharge,
  type PurchaseRecord,
  type RefundRequest,
  type Release,
  requestRefund,
  type Settlement,
  type ShowRecord,
  sellLate,
} from '@willcall/store';
import { PaymentsError } from '../errors.ts';
import { ask } from './ask-provider.ts';
import type { TaskDependencies } from './dependencies.ts';
import { judge, type Verdict } from './judge.ts';
import { lookAgain } from './look-again.ts';
import type { Look } from './looks.ts';
import { carryOutRefund, refundOther } from './refunds.ts';

/** What a look has come to. */
export type Acted =
  | { readonly kind: 'done' }
  /** Another call was faster: judge the purchase as it is now. */
  | { readonly kind: 'again'; readonly record: PurchaseRecord }
  /** To be written together with others of its show. */
  | { readonly kind: 'settle'; readonly show: ShowRecord; readonly settlement: Settlement }
  | { readonly kind: 'release'; readonly show: ShowRecord; readonly release: Release };

const done = { kind: 'done' } as const;

/**
 * Does what the verdict on a purchase and an intent says, except for what is written together with others.
 *
 * @throws StoreError, PaymentsError RECORD_MISSING
 */
export async function act(look: Look, dependencies: TaskDependencies): Promise<Acted> {
  const verdict = judge({ ...look, now: dependencies.clock() });
  if ('isMisfit' in verdict) reportMisfit(look, dependencies);
  switch (verdict.kind) {
    case 'nothing':
      return done;
    case 'look-again':
      return wait(look, dependencies);
    case 'cancel-intent': {
      const intent = await ask((provider) => provider.cancelIntent(verdict.id), dependencies);
      // One that is still open was not cancelled: it is asked for later.
      const seen = { id: verdict.id, intent: intent?.status === 'open' ? undefined : intent };
      return act({ ...look, seen }, dependencies);
    }
    case 'settle':
      return { kind: 'settle', show: showOf(look), settlement: verdict.settlement };
    case 'release':
      // First, because nothing else would remember that the intent can still be paid.
      if (verdict.isLeft) await wait(look, dependencies);
      return { kind: 'release', show: showOf(look), release: verdict.release };
    case 'sell-late':
      return sellOrRefund(look, verdict, dependencies);
    case 'request-refund':
      return request(verdict.request, dependencies);
    case 'refund': {
      const made = await carryOutRefund(verdict.purchase, verdict.intent, dependencies);
      return made === 'done' ? done : wait(look, dependencies);
    }
    case 'refund-other': {
      const made = await refundOther(look.record, verdict.intent, dependencies);
      return made === 'done' ? done : wait(look, dependencies);
    }
    case 'cancel-tickets':
      return cancelTickets(look, verdict.purchase, dependencies);
    case 'note-charge':
      await noteCharge(dependencies.store, look.record, verdict.charge);
      dependencies.measure.count('ChargesNoted');
      return done;
  }
}

async function wait(
  { record, seen, correlationId }: Look,
  dependencies: TaskDependencies,
): Promise<Acted> {
  const isOther = seen !== undefined && seen.id !== record.payment?.intent;
  const other = isOther ? { intent: seen.id } : {};
  await lookAgain({ record, ...other, correlationId }, dependencies);
  return done;
}

async function sellOrRefund(
  look: Look,
  { late, otherwise }: Extract<Verdict, { readonly kind: 'sell-late' }>,
  dependencies: TaskDependencies,
): Promise<Acted> {
  const sold = await sellLate(dependencies.store, showOf(look), late, dependencies);
  switch (sold.kind) {
    case 'sold':
      dependencies.measure.count('PaymentsSoldLate');
      return done;
    case 'no-tickets':
      return request(otherwise, dependencies);
    case 'overtaken':
      return { kind: 'again', record: sold.current };
  }
}

/** The stream has the refund carried out. */
async function request(
  refund: RefundRequest,
  { store, measure }: TaskDependencies,
): Promise<Acted> {
  const record = await requestRefund(store, refund);
  if (record.refund === undefined) return { kind: 'again', record };
  measure.count('RefundsRequested');
  return done;
}

/** The provider has given back all money of sold tickets. The refund that this requests is found made. */
async function cancelTickets(
  look: Look,
  purchase: ConfirmedPurchase,
  { store, clock, random, wait: pause, measure }: TaskDependencies,
): Promise<Acted> {
  const at = clock().toISOString();
  const { correlationId } = look;
  const by = { at, correlationId, random, wait: pause };
  await cancelPurchase(store, purchase, showOf(look), by);
  measure.count('PurchasesRefundedAtProvider');
  return done;
}

/** @throws PaymentsError RECORD_MISSING: a show that has held or sold tickets is never removed. */
function showOf({ show }: Look): ShowRecord {
  if (show !== undefined) return show;
  throw new PaymentsError('RECORD_MISSING', 'The show of a purchase does not exist');
}

function reportMisfit(
  { record: { purchaseId }, correlationId }: Look,
  { log, measure }: TaskDependencies,
): void {
  measure.count('PaymentsNotAsAsked');
  log.error('A payment is not what was asked for: it is refunded', { purchaseId, correlationId });
}
