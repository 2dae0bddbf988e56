export { type CardRefusal, checkCard, type TypedCard } from './card.ts';
export { decide, type Plan } from './decision/decide.ts';
export {
  isBeforeSale,
  judge,
  type PurchaseToDecide,
  type Quote,
  quote,
  type Refusal,
  type ShowOnSale,
} from './decision/judge.ts';
export {
  keepsLedger,
  type LedgerView,
  type SaleView,
  type SeatView,
  type StockView,
} from './decision/sale-view.ts';
export {
  type FlyerRefusal,
  flyerKey,
  flyerUrl,
  IMAGE_SIGNATURE_BYTES,
  judgeUpload,
  type NamedByKey,
  namedByKey,
  type UploadedFile,
  uploadOrder,
} from './flyers.ts';
export {
  issuePurchaseId,
  lengthPrefixed,
  messageGroupId,
  type ParsedPurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
  ticketIds,
  wasIssuedTo,
} from './identity.ts';
export { moneyText } from './money.ts';
export { type PriceChange, priceChange } from './price-change.ts';
export {
  DEFAULT_REMINDER_LEAD_SECONDS,
  type FiredReminder,
  type FiringVerdict,
  isBehindSweep,
  judgeFiring,
  minuteOf,
  purchaseReminder,
  REMINDER_LANES,
  type RemindedPurchase,
  type RemindedShow,
  reminderDueAt,
  reminderDueAtOf,
  reminderKey,
  reminderPartition,
  type SilentFiring,
  SWEEP_OVERLAP_MINUTES,
} from './reminders.ts';
export { conflictJitterMs, type Retry, type RetryPace, retry } from './retry.ts';
export {
  type Allocation,
  allocate,
  bucketCount,
  MAX_BUCKETS,
  type Resize,
  resizeStock,
  type SeenStock,
  splitCapacity,
} from './stock.ts';
export {
  estimatedWaitMs,
  isLatchSettled,
  LAG_WINDOW_MS,
  type MeasuredLag,
  retryAfterSeconds,
} from './waiting.ts';
