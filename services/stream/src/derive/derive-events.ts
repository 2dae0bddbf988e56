import type { WillcallEvent } from '@willcall/contracts';
import type { PurchaseChange, SeatChange, ShowChange } from '../record/change.ts';
import { flyerAttached } from './flyer-attached.ts';
import { priceChangeInitiated } from './price-change-initiated.ts';
import { priceChangeProcessed } from './price-change-processed.ts';
import { seatPriceChangeInitiated } from './price-change-seat-initiated.ts';
import { seatPriceChangeProcessed } from './price-change-seat-processed.ts';
import { purchaseCancelled } from './purchase-cancelled.ts';
import { purchaseDecided } from './purchase-decided.ts';
import { showBackOnSale } from './show-back-on-sale.ts';
import { showCancelled } from './show-cancelled.ts';
import { showCreated } from './show-created.ts';
import { showRescheduled } from './show-rescheduled.ts';
import { showSoldOut } from './show-sold-out.ts';

const ofPurchase = [purchaseDecided, purchaseCancelled];
const ofShow = [
  showCreated,
  priceChangeInitiated,
  priceChangeProcessed,
  flyerAttached,
  showRescheduled,
  showCancelled,
  showSoldOut,
  showBackOnSale,
];
const ofSeat = [seatPriceChangeInitiated, seatPriceChangeProcessed];

/** Every event that a change of a purchase tells. @throws StreamError UNREADABLE_RECORD */
export const purchaseEvents = (change: PurchaseChange): WillcallEvent[] =>
  ofPurchase.flatMap((derive) => derive(change));

/** Every event that a change of a show tells: none once it is removed. @throws StreamError UNREADABLE_RECORD */
export const showEvents = (change: ShowChange): WillcallEvent[] =>
  change.after?.removedAt === undefined ? ofShow.flatMap((derive) => derive(change)) : [];

/** Every event that a change of a seat tells. @throws StreamError UNREADABLE_RECORD */
export const seatEvents = (change: SeatChange): WillcallEvent[] =>
  ofSeat.flatMap((derive) => derive(change));
