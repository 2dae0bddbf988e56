export {
  type AuditItemName,
  type AuditPart,
  auditItems,
  auditParts,
} from './audit/audit-items.ts';
export {
  AUDIT_LOST_MS,
  type AuditEnd,
  type AuditRecord,
  finishAudit,
  readAudit,
  requestAudit,
} from './audit/audit-record.ts';
export type { ReminderAudit } from './audit/audit-reminders.ts';
export type { ShowAudit, StockAudit } from './audit/audit-result.ts';
export { auditShow, auditStock, type ShowAuditOptions } from './audit/audit-show.ts';
export type { AuditDifference, AuditDifferenceCode } from './audit/differences.ts';
export { type CallShare, takeCall } from './call-budget.ts';
export { readDueMinutes } from './due-minutes.ts';
export { StoreError, UnreadableRecord } from './errors.ts';
export {
  type DuePayment,
  type DuePaymentChange,
  duePaymentName,
  forgetDueMinute,
  listDuePayments,
  type NewDuePayment,
  removeDuePayment,
  updateDuePayments,
} from './holds/due-payments.ts';
export type { EndedHolds } from './holds/end-holds.ts';
export {
  type LatePayment,
  type LateSale,
  type RefundRequest,
  requestRefund,
  sellLate,
} from './holds/late-payment.ts';
export { prolongHold, recordIntent, requestCancellation } from './holds/record-intent.ts';
export { noteCharge, recordRefund, retryRefund } from './holds/refunds.ts';
export { type Release, type ReleasedPurchase, releaseHolds } from './holds/release-holds.ts';
export { type Settlement, settleHolds } from './holds/settle-holds.ts';
export { finishJob, listShowJobs, saveJobPosition } from './jobs/job-progress.ts';
export { END_OF_SHARD, type JobPosition, type ShowJob, type ShowJobKind } from './jobs/show-job.ts';
export {
  JournalEntry,
  type NewEntry,
  type PostedPurchase,
  type Posting,
  putEntry,
} from './journal/journal-entry.ts';
export {
  forEachJournalPage,
  type JournalPage,
  type JournalReading,
  readJournalPage,
} from './journal/read-journal.ts';
export {
  isPurchaseRecordKey,
  ledgerKey,
  purchaseRecordKey,
  purchaseRef,
  QUEUE_LAG,
  seatKey,
  shardKey,
} from './keys.ts';
export { LagRecord, readLags, writeLag } from './lag.ts';
export { type OnUnreadable, openStore, type Store, type StoreConnection } from './open-store.ts';
export { cancelPurchase } from './purchases/cancel-purchase.ts';
export { cancelTogether, type FailedCancellation } from './purchases/cancel-together.ts';
export {
  changePurchase,
  erasePurchase,
  type PurchaseChanges,
} from './purchases/change-purchase.ts';
export type { ChangeSeams } from './purchases/change-together.ts';
export { commitSale } from './purchases/commit-sale.ts';
export { forEachSold, type LeftOut } from './purchases/for-each-sold.ts';
export {
  addRefusalToLedger,
  type LedgerRecord,
  readLedger,
  readLedgers,
} from './purchases/ledger.ts';
export { countReturnable } from './purchases/plan-return.ts';
export {
  type Charge,
  type ConfirmedPurchase,
  type ExpiredPurchase,
  type HeldPurchase,
  listPurchasePage,
  listPurchases,
  type PurchasePayment,
  PurchaseRecord,
  type Refund,
  type RemindedPurchase,
  readPurchase,
  readRemindedPurchase,
} from './purchases/purchase-record.ts';
export { readListed } from './purchases/read-listed.ts';
export { cancelPending, recordRefusal } from './purchases/record-refusal.ts';
export { readSoldPage, type SoldPage, type SoldPosition } from './purchases/sold-page.ts';
export { createRateLimiter } from './rate-limiter.ts';
export { cancelReminder, fireReminder } from './reminders/mark-reminder.ts';
export { dropReminder, moveReminder } from './reminders/move-reminder.ts';
export {
  type NewReminder,
  ReminderKey,
  ReminderRecord,
  setReminder,
  setReminders,
} from './reminders/reminder.ts';
export {
  listWaitingReminders,
  readSweepPosition,
  saveSweepPosition,
} from './reminders/sweep.ts';
export { addSeats, createSeats, type SeatsRefusal } from './seats/add-seats.ts';
export { listSeats } from './seats/list-seats.ts';
export { type RemovedSeat, removeSeat } from './seats/remove-seats.ts';
export { changeSeatPrice, stampSeatPriceChange } from './seats/seat-price.ts';
export { readSeat, readSeats, SeatRecord } from './seats/seat-record.ts';
export { listTakenSeats } from './seats/taken-seats.ts';
export { cancelShow } from './show-life/cancel-show.ts';
export { changeShow, type ShowChanges } from './show-life/change-show.ts';
export { createShow } from './show-life/create-show.ts';
export { removeShow } from './show-life/remove-show.ts';
export { attachFlyer } from './shows/attach-flyer.ts';
export {
  findShowsByName,
  getShowPosition,
  listShows,
  type ShowPosition,
} from './shows/list-shows.ts';
export { findRecentShows } from './shows/recent-shows.ts';
export { readShow, ShowRecord } from './shows/show-record.ts';
export { type PriceStamp, stampPriceChange } from './shows/stamp-price-change.ts';
export { listTitles } from './shows/titles.ts';
export type { UpdatedShow } from './shows/update-show.ts';
export { latchSoldOut } from './stock/latch-sold-out.ts';
export { markAllHeld } from './stock/mark-all-held.ts';
export {
  listDueSettlements,
  postponeSettlement,
  settleShow,
} from './stock/settle-show.ts';
export { readSettledSales } from './stock/settled-sales.ts';
export type { SettlementRecord } from './stock/settlement.ts';
export { readShowAndStock, type ShowAndStock } from './stock/show-and-stock.ts';
export {
  readReadableStock,
  readShard,
  readShardCounters,
  readStock,
  type ShardCounters,
} from './stock/stock-shards.ts';
export { readLeftInStock, type SummarySeams } from './stock/stock-summary.ts';
export { sumSales } from './stock/sum-sales.ts';
export {
  type NewTally,
  readTallies,
  type SecondTally,
  TALLY_LIFE_SECONDS,
  writeTallies,
} from './tallies.ts';
