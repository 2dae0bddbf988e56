export { type CardRefusal, checkCard, type TypedCard } from './card/check-card.ts';
export { decide, type Plan } from './decision/decide.ts';
export {
  isBeforeSale,
  judge,
  type PurchaseToDecide,
  type ShowOnSale,
} from './decision/judge.ts';
export { keepsLedger } from './decision/keeps-ledger.ts';
export { type Quote, quote } from './decision/quote.ts';
export type { Refusal } from './decision/refused-for.ts';
export type { LedgerView, SaleView, SeatView, StockView } from './decision/sale-view.ts';
export { flyerKey, type NamedByKey, namedByKey } from './flyers/flyer-key.ts';
export { flyerUrl } from './flyers/flyer-url.ts';
export { IMAGE_SIGNATURE_BYTES } from './flyers/image-type.ts';
export { type FlyerRefusal, judgeUpload, type UploadedFile } from './flyers/judge-upload.ts';
export { uploadOrder } from './flyers/upload-order.ts';
export { lengthPrefixed } from './identity/length-prefixed.ts';
export { messageGroupId } from './identity/message-group.ts';
export {
  issuePurchaseId,
  type ParsedPurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
  wasIssuedTo,
} from './identity/purchase-id.ts';
export { ticketIds } from './identity/ticket-ids.ts';
export { moneyText } from './money/money-text.ts';
export { type PriceChange, priceChange } from './pricing/price-change.ts';
export {
  type FiredReminder,
  type FiringVerdict,
  judgeFiring,
  type RemindedPurchase,
  type RemindedShow,
  type SilentFiring,
} from './reminders/judge-firing.ts';
export { purchaseReminder } from './reminders/purchase-reminder.ts';
export { reminderDueAtOf } from './reminders/reminder-due.ts';
export {
  DEFAULT_REMINDER_LEAD_SECONDS,
  minuteOf,
  REMINDER_LANES,
  reminderDueAt,
  reminderKey,
  reminderPartition,
} from './reminders/reminder-key.ts';
export { isBehindSweep, SWEEP_OVERLAP_MINUTES } from './reminders/sweep-window.ts';
export { conflictJitterMs, type Retry, type RetryPace, retry } from './retry.ts';
export { type Allocation, allocate, type SeenStock } from './stock/allocate.ts';
export { bucketCount, MAX_BUCKETS, splitCapacity } from './stock/buckets.ts';
export { type Resize, resizeStock } from './stock/resize-stock.ts';
export { estimatedWaitMs } from './waiting/estimated-wait.ts';
export { isLatchSettled } from './waiting/latch-settled.ts';
export { LAG_WINDOW_MS, type MeasuredLag } from './waiting/measured-lag.ts';
export { retryAfterSeconds } from './waiting/retry-after.ts';
