export type { AuditDifference, AuditDifferenceCode } from './audit/audit-difference.ts';
export { auditShow, type ShowAudit } from './audit/audit-show.ts';
export { auditStock, type StockAudit } from './audit/audit-stock.ts';
export { eachPurchase } from './audit/each-purchase.ts';
export type { ScanProgress } from './audit/scan-show-records.ts';
export { cancelPending, type PendingCancellation } from './cancel/cancel-pending.ts';
export { type Cancellation, cancelPurchase } from './cancel/cancel-purchase.ts';
export { commitSale, type Sale } from './decide/commit-sale.ts';
export type { SaleOutcome } from './decide/judge-sale.ts';
export { noteRefusal } from './decide/note-refusal.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { finishJob } from './jobs/finish-job.ts';
export { listShowJobs } from './jobs/list-show-jobs.ts';
export { type NewShowJob, registerShowJob } from './jobs/register-show-job.ts';
export { type JobProgress, saveJobPosition } from './jobs/save-job-position.ts';
export { type ConfirmedPage, scanConfirmed } from './jobs/scan-confirmed.ts';
export type { JobPosition, ShowJob, ShowJobKind } from './jobs/show-job.ts';
export { bucketKey, ledgerKey, purchaseRecordKey } from './keys.ts';
export type { LedgerRecord } from './ledgers/ledger-record.ts';
export { readLedger } from './ledgers/read-ledger.ts';
export { readLedgers } from './ledgers/read-ledgers.ts';
export { PulseRecord, QUEUE_PULSE } from './pulse/pulse-record.ts';
export { readPulses } from './pulse/read-pulses.ts';
export { writePulse } from './pulse/write-pulse.ts';
export { changePurchase, type PurchaseChanges } from './purchases/change-purchase.ts';
export { erasePurchase } from './purchases/erase-purchase.ts';
export { listPurchases } from './purchases/list-purchases.ts';
export { type ConfirmedPurchase, PurchaseRecord } from './purchases/purchase-record.ts';
export { readPurchase } from './purchases/read-purchase.ts';
export { recordRefusal } from './purchases/record-refusal.ts';
export {
  cancelReminder,
  fireReminder,
  type ReminderName,
} from './reminders/end-reminder.ts';
export { listWaitingReminders } from './reminders/list-waiting-reminders.ts';
export { moveReminder, type ReminderMove } from './reminders/move-reminder.ts';
export { type RemindedPurchase, readRemindedPurchase } from './reminders/read-reminded-purchase.ts';
export { purchaseRef, SWEEP_KEY } from './reminders/reminder-keys.ts';
export { ReminderKey, ReminderRecord } from './reminders/reminder-record.ts';
export { type NewReminder, setReminder } from './reminders/set-reminder.ts';
export { readSweepPosition, saveSweepPosition } from './reminders/sweep-position.ts';
export { type AddedSeats, addSeats, type SeatsRefusal } from './seats/add-seats.ts';
export { changeSeatPrice, type SeatPriceChange } from './seats/change-seat-price.ts';
export { layOutSeats } from './seats/lay-out-seats.ts';
export { listSeats, type SeatPage } from './seats/list-seats.ts';
export { readSeat } from './seats/read-seat.ts';
export { readSeats } from './seats/read-seats.ts';
export { type RemovedSeat, removeSeat } from './seats/remove-seat.ts';
export { seatKey } from './seats/seat-keys.ts';
export { SeatRecord } from './seats/seat-record.ts';
export { stampSeatPriceChange } from './seats/stamp-seat-price-change.ts';
export type { UpdatedSeat } from './seats/update-seat.ts';
export { attachFlyer, type FlyerToAttach } from './shows/attach-flyer.ts';
export { cancelShow } from './shows/cancel-show.ts';
export { type ChangedShow, changeShow, type ShowChanges } from './shows/change-show.ts';
export type { UpdatedShow } from './shows/conditional-update.ts';
export { createShow } from './shows/create-show.ts';
export { findComingShows } from './shows/find-coming-shows.ts';
export { findShowsByName } from './shows/find-shows-by-name.ts';
export { latchSoldOut } from './shows/latch-sold-out.ts';
export {
  listShows,
  positionOf,
  type ShowPage,
  type ShowPosition,
} from './shows/list-shows.ts';
export { listTitles } from './shows/list-titles.ts';
export { readShow } from './shows/read-show.ts';
export { type Removal, removeShow } from './shows/remove-show.ts';
export { ShowRecord } from './shows/show-record.ts';
export { type PriceStamp, stampPriceChange } from './shows/stamp-price-change.ts';
export { type SalesTotals, totalSales } from './shows/total-sales.ts';
export type { BucketCounters } from './stock/bucket-record.ts';
export { readBucket } from './stock/read-bucket.ts';
export { readShowAndStock, type ShowAndStock } from './stock/read-show-and-stock.ts';
export { readStock } from './stock/read-stock.ts';
export { openStore, type Store, type StoreConnection, type TableNames } from './store.ts';
