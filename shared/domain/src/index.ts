export { checkCard, type TypedCard } from './card.ts';
export { decide, type Plan } from './decision/decide.ts';
export {
  isBeforeSale,
  judge,
  keepsLedger,
  type PurchaseToDecide,
  quote,
  type Refusal,
  type SaleView,
  type StockView,
} from './decision/judge.ts';
export {
  type FlyerRefusal,
  flyerKey,
  flyerUrl,
  IMAGE_SIGNATURE_BYTES,
  judgeUpload,
  namedByKey,
  type UploadedFile,
  uploadOrder,
} from './flyers.ts';
export {
  issuePurchaseId,
  lengthPrefixed,
  messageGroupId,
  type PurchaseIdKeys,
  parsePurchaseId,
  ticketIds,
  wasIssuedTo,
} from './identity.ts';
export { moneyText } from './money.ts';
export { type PriceChange, priceChange } from './price-change.ts';
export {
  isBehindSweep,
  judgeFiring,
  minuteOf,
  purchaseReminder,
  REMINDER_LANES,
  reminderDueAtOf,
  reminderPartition,
  SWEEP_OVERLAP_MINUTES,
} from './reminders.ts';
export { conflictJitterMs, type Retry, type RetryPace, retry } from './retry.ts';
export {
  type Allocation,
  allocate,
  bucketCount,
  MAX_BUCKETS,
  resizeStock,
  splitCapacity,
} from './stock.ts';
export {
  estimatedWaitMs,
  isLatchSettled,
  LAG_WINDOW_MS,
  type MeasuredLag,
  retryAfterSeconds,
} from './waiting.ts';
