export { auditShow, type ShowAudit } from './audit/audit-show.ts';
export type { AuditDifference } from './audit/find-differences.ts';
export type { ScanProgress } from './audit/total-purchases.ts';
export { commitSale, type Sale } from './decide/commit-sale.ts';
export type { SaleOutcome } from './decide/judge-cancellation.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { bucketKey, ledgerKey, purchaseRecordKey } from './keys.ts';
export type { LedgerRecord } from './ledgers/ledger-record.ts';
export { readLedger } from './ledgers/read-ledger.ts';
export { type ConfirmedPurchase, PurchaseRecord } from './purchases/purchase-record.ts';
export { readPurchase } from './purchases/read-purchase.ts';
export { recordRefusal } from './purchases/record-refusal.ts';
export {
  cancelReminder,
  fireReminder,
  type ReminderName,
} from './reminders/end-reminder.ts';
export { listWaitingReminders } from './reminders/list-waiting-reminders.ts';
export { type RemindedPurchase, readRemindedPurchase } from './reminders/read-reminded-purchase.ts';
export { purchaseRef, SWEEP_KEY } from './reminders/reminder-keys.ts';
export { ReminderKey, ReminderRecord } from './reminders/reminder-record.ts';
export { type NewReminder, setReminder } from './reminders/set-reminder.ts';
export { readSweepPosition, saveSweepPosition } from './reminders/sweep-position.ts';
export { SeatRecord } from './seats/seat-record.ts';
export { attachFlyer, type FlyerToAttach } from './shows/attach-flyer.ts';
export { changeShow, type ShowChanges } from './shows/change-show.ts';
export type { UpdatedShow } from './shows/conditional-update.ts';
export { createShow } from './shows/create-show.ts';
export { findComingShows } from './shows/find-coming-shows.ts';
export { listShows, type ShowPage, type ShowPosition } from './shows/list-shows.ts';
export { readShow } from './shows/read-show.ts';
export { ShowRecord } from './shows/show-record.ts';
export { type PriceStamp, stampPriceChange } from './shows/stamp-price-change.ts';
export { type BucketCounters, readStock } from './stock/read-stock.ts';
export { openStore, type Store, type StoreConnection, type TableNames } from './store.ts';
