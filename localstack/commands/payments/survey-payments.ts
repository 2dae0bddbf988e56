import type { Total } from '@willcall/contracts';
import {
  forEachSold,
  type PurchaseRecord,
  type Refund,
  type ShowRecord,
  type Store,
} from '@willcall/store';

/** A purchase that somebody may have to look at. */
export type SurveyedPurchase = {
  readonly purchaseId: string;
  readonly intent?: string;
  /** What is refunded, or what the purchase costs. */
  readonly amount?: Total;
  /** How often its refund was tried, with the current try. */
  readonly attempt?: number;
  /** ISO 8601: until when its tickets are held. */
  readonly holdUntil?: string;
};

/** The state of the payments of one show, as its records say it. */
export type PaymentSurvey = {
  readonly show: string;
  readonly isCancelled: boolean;
  /** Purchases of a cancelled show that still have or hold tickets: its job has not reached them. */
  readonly toCancel: number;
  /** How many refunds there are, by their state. */
  readonly refunds: Readonly<Record<Refund['status'], number>>;
  readonly failed: readonly SurveyedPurchase[];
  /** Refunds that were requested and not made, the first hundred. */
  readonly requested: readonly SurveyedPurchase[];
  readonly holdsPastEnd: readonly SurveyedPurchase[];
  readonly disputed: readonly SurveyedPurchase[];
  /** Records that cannot be read. */
  readonly unreadable: number;
};

/** A cancelled show has a refund for each of its purchases, which nobody reads one by one. */
const MOST_LISTED = 100;

/** A purchase whose refund has failed. */
export type FailedRefund = PurchaseRecord & { readonly refund: Refund };

type Visitor = {
  readonly now: Date;
  readonly onProgress?: (read: number) => void;
  /** Receives each purchase whose refund has failed. */
  readonly onFailed?: (purchase: FailedRefund) => Promise<void>;
};

/**
 * Reads the payments of a show by its journal: 1 read unit for each purchase that was ever held.
 *
 * @throws StoreError STORE_UNAVAILABLE, and the errors of `onFailed`
 */
export async function surveyPayments(
  store: Store<'journal' | 'purchases'>,
  show: ShowRecord,
  { now, onProgress = () => undefined, onFailed = async () => undefined }: Visitor,
): Promise<PaymentSurvey> {
  const isCancelled = show.cancelledAt !== undefined;
  let toCancel = 0;
  const refunds = { REQUESTED: 0, SUCCEEDED: 0, FAILED: 0 };
  const failed: SurveyedPurchase[] = [];
  const requested: SurveyedPurchase[] = [];
  const holdsPastEnd: SurveyedPurchase[] = [];
  const disputed: SurveyedPurchase[] = [];
  const leftOut = await forEachSold(store, show, {
    onProgress,
    onPurchases: async (purchases) => {
      for (const purchase of purchases) {
        const surveyed = toSurveyed(purchase);
        const { refund, status } = purchase;
        if (isCancelled && (status === 'CONFIRMED' || status === 'HELD')) toCancel += 1;
        if (refund !== undefined) {
          refunds[refund.status] += 1;
          if (refund.status === 'REQUESTED' && requested.length < MOST_LISTED) {
            requested.push(surveyed);
          }
          if (refund.status === 'FAILED') {
            failed.push(surveyed);
            await onFailed({ ...purchase, refund });
          }
        }
        if (purchase.status === 'HELD' && Date.parse(purchase.holdUntil) < now.getTime()) {
          holdsPastEnd.push(surveyed);
        }
        if (purchase.charge?.disputed === true) disputed.push(surveyed);
      }
    },
  });
  return {
    show: show.showId,
    ...{ isCancelled, toCancel },
    ...{ refunds, failed, requested, holdsPastEnd, disputed },
    unreadable: leftOut.unreadable.length + leftOut.missing.length,
  };
}

const toSurveyed = ({
  purchaseId,
  payment,
  refund,
  total,
  holdUntil,
}: PurchaseRecord): SurveyedPurchase => ({
  purchaseId,
  ...(payment === undefined ? {} : { intent: payment.intent }),
  ...(total === undefined
    ? {}
    : { amount: refund === undefined ? total : { ...total, amount: refund.amount } }),
  ...(refund === undefined ? {} : { attempt: refund.attempt }),
  ...(holdUntil === undefined ? {} : { holdUntil }),
});
