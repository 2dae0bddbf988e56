import type { WillcallEvent } from '@willcall/contracts';
import type { PurchaseChange, ShowChange } from '../record/change.ts';
import { flyerAttached } from './flyer-attached.ts';
import { priceChangeInitiated } from './price-change-initiated.ts';
import { priceChangeProcessed } from './price-change-processed.ts';
import { purchaseCancelled } from './purchase-cancelled.ts';
import { purchaseDecided } from './purchase-decided.ts';
import { showCreated } from './show-created.ts';

const ofPurchase = [purchaseDecided, purchaseCancelled];
const ofShow = [showCreated, priceChangeInitiated, priceChangeProcessed, flyerAttached];

/** Every event that a change of a purchase tells. @throws StreamError UNREADABLE_RECORD */
export const purchaseEvents = (change: PurchaseChange): WillcallEvent[] =>
  ofPurchase.flatMap((derive) => derive(change));

/** Every event that a change of a show tells. @throws StreamError UNREADABLE_RECORD */
export const showEvents = (change: ShowChange): WillcallEvent[] =>
  ofShow.flatMap((derive) => derive(change));
