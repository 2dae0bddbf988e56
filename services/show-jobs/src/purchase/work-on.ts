import type { ConfirmedPurchase, ShowJobKind, ShowRecord } from '@willcall/store';
import type { ShowJobsDependencies } from '../turn/dependencies.ts';
import { cancelWithShow } from './cancel-with-show.ts';
import { moveWithShow } from './move-with-show.ts';

/** What a job of each kind does for one purchase; whether it changed anything. */
export const workOn: Record<
  ShowJobKind,
  (
    purchase: ConfirmedPurchase,
    show: ShowRecord,
    dependencies: ShowJobsDependencies,
  ) => Promise<boolean>
> = { cancel: cancelWithShow, reminders: moveWithShow };

/**
 * Purchases of one show that are worked on at once. All cancellations of a show change its record, so
 * that beside one another they would only meet conflicts; reminders have nothing in common.
 */
export const workedAtOnce: Record<ShowJobKind, number> = { cancel: 1, reminders: 8 };

/** What is counted of each purchase that was changed. */
export const workCounted: Record<ShowJobKind, string> = {
  cancel: 'PurchasesCancelledWithShow',
  reminders: 'RemindersMoved',
};
