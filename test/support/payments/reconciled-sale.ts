import {
  type HeldPurchase,
  type PurchaseRecord,
  type Release,
  releaseHolds,
  settleHolds,
} from '@willcall/store';
import { setAttributes } from '../records/set-attributes.ts';
import type { SaleOptions } from '../sale/open-sale.ts';
import { atOnce, holdFor, readAgain } from '../sale/paid-sale.ts';
import { openPayingSale, type PayingSale } from './paying-sale.ts';

/** A sale in which tests make what a reconciliation finds. */
export type ReconciledSale = PayingSale & {
  /** Holds a ticket. */
  hold(buyer: string): Promise<HeldPurchase>;
  /** Holds a ticket and makes its intent, which nobody pays. */
  start(buyer: string): Promise<HeldPurchase>;
  /** Holds a ticket and pays it. It is not settled yet. */
  payFor(buyer: string, method?: string): Promise<HeldPurchase>;
  /** Confirms a hold with its intent, whether that was paid or not. */
  settle(purchase: HeldPurchase): Promise<PurchaseRecord>;
  /** Holds a ticket, pays it and settles it. */
  sell(buyer: string, method?: string): Promise<PurchaseRecord>;
  /** Ends a hold without its tickets. Its intent stays as it is. */
  release(
    purchase: HeldPurchase,
    to?: Release['to']['status'],
    refundAmount?: number,
  ): Promise<PurchaseRecord>;
  /** Tampers with the record of a purchase. */
  tamper(purchase: PurchaseRecord, attributes: Readonly<Record<string, unknown>>): Promise<void>;
};

/**
 * Opens a paid sale for tests of the reconciliation.
 *
 * @param ageMs how long ago everything happens, for commands in a process of their own, whose time is the machine's.
 */
export const openReconciledSale = async ({
  ageMs = 0,
  ...options
}: SaleOptions & { readonly ageMs?: number } = {}): Promise<ReconciledSale> => {
  const sale = await openPayingSale({ capacity: 100, buckets: 2, ...options });
  await sale.pass(-ageMs);
  const tamper: ReconciledSale['tamper'] = async ({ userId, recordKey }, attributes) => {
    const { documents, tables } = sale.store;
    await documents.send(setAttributes(tables.purchases, { userId, recordKey }, attributes));
  };
  const current = async (purchase: PurchaseRecord): Promise<PurchaseRecord> => {
    const record = await readAgain(sale, purchase);
    if (record === undefined) throw new Error('the purchase is gone');
    return record;
  };
  const hold: ReconciledSale['hold'] = async (buyer) => {
    const [held] = await holdFor(sale, [buyer]);
    if (held === undefined) throw new Error('nothing was held');
    if (ageMs === 0) return held;
    const makeOlder = (time: string) => new Date(Date.parse(time) - ageMs).toISOString();
    const older = { decidedAt: makeOlder(held.decidedAt), holdUntil: makeOlder(held.holdUntil) };
    await tamper(held, older);
    return { ...held, ...older };
  };
  const payFor: ReconciledSale['payFor'] = async (buyer, method) =>
    sale.pay(await hold(buyer), method);
  const settle: ReconciledSale['settle'] = async (purchase) => {
    const intent = purchase.payment?.intent ?? 'none';
    const paidAt = sale.clock().toISOString();
    await settleHolds(sale.store, sale.show, [{ purchase, intent, paidAt }], atOnce);
    return current(purchase);
  };
  return {
    ...sale,
    hold,
    start: async (buyer) => (await sale.startPayment(await hold(buyer))).held,
    payFor,
    settle,
    sell: async (buyer, method) => settle(await payFor(buyer, method)),
    release: async (purchase, status = 'EXPIRED', refundAmount) => {
      const release: Release = {
        ...{ purchase, intent: purchase.payment?.intent },
        to: status === 'EXPIRED' ? { status } : { status, correlationId: 'cancel-1' },
        ...(refundAmount === undefined ? {} : { refundAmount }),
      };
      await releaseHolds(sale.store, sale.show, [release], { ...atOnce, clock: sale.clock });
      return current(purchase);
    },
    tamper,
  };
};
