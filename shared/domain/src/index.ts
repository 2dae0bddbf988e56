export { type CardFault, type CardInput, checkCard, listCardFaults } from './card.ts';
export {
  type ChargeFault,
  findChargeFault,
  findChargeStep,
  fromProviderUnits,
  toProviderUnits,
} from './charges.ts';
export { decide, MAX_ACTIONS, type Plan, shareAllocation } from './decision/decide.ts';
export {
  isAllHeld,
  isBeforeSale,
  isToBePaid,
  judge,
  judgeSale,
  keepsLedger,
  MAX_EXPIRED_HOLDS,
  type PurchaseToDecide,
  quote,
  type Refusal,
  type SaleView,
  type StockView,
} from './decision/judge.ts';
export { describeOffer, describeStockOffer } from './decision/offer.ts';
export {
  type FlyerRefusal,
  flyerKey,
  flyerUrl,
  IMAGE_SIGNATURE_BYTES,
  judgeUpload,
  parseFlyerKey,
  type UploadedFile,
  uploadOrder,
} from './flyers.ts';
export { forEachConcurrently } from './for-each-concurrently.ts';
export {
  computeTicketIds,
  issuePurchaseId,
  lengthPrefixed,
  messageGroupId,
  type PurchaseIdKeys,
  parsePurchaseId,
  wasIssuedTo,
} from './identity.ts';
export { formatMoney } from './money.ts';
export { computePriceChange, type PriceChange } from './price-change.ts';
export { cancellableUntil, computeRefund } from './refund-rule.ts';
export {
  confirmedAt,
  isBehindSweep,
  isCertainlyAhead,
  isDueAfterMove,
  judgeFiring,
  parseReminderDueAt,
  purchaseReminderKey,
  REMINDER_LANES,
  reminderDueAt,
  reminderKey,
  reminderPartition,
  SWEEP_OVERLAP_MINUTES,
  toMinute,
  wantedReminderKey,
} from './reminders.ts';
export {
  conflictJitterMs,
  type Retry,
  type RetryOptions,
  retry,
  timeLeft,
  withinTime,
} from './retry.ts';
export {
  type Allocation,
  allocate,
  countShards,
  MAX_SHARDS,
  resizeStock,
  splitCapacity,
} from './stock.ts';
export {
  addTallies,
  countDecided,
  countRejected,
  emptyTally,
  readWaitPercentile,
  type TalliedPurchase,
  type Tally,
  tallyDecision,
  WAIT_STEPS,
} from './tally.ts';
export { listTickets, wasSold } from './tickets/ticket.ts';
export {
  chooseRetryAfterSeconds,
  estimateWaitMs,
  findLongestFreshLag,
  isLatchSettled,
  LAG_WINDOW_MS,
  MAX_UNDECIDED_MS,
  type MeasuredLag,
  mayBeUndecided,
} from './waiting.ts';
