export { type CardRefusal, checkCard, type TypedCard } from './card/check-card.ts';
export { decide, type Plan, type StockView } from './decision/decide.ts';
export {
  isBeforeSale,
  judge,
  type PurchaseToDecide,
  type ShowOnSale,
} from './decision/judge.ts';
export { messageGroupId } from './identity/message-group.ts';
export {
  issuePurchaseId,
  type ParsedPurchaseId,
  type PurchaseIdKeys,
  parsePurchaseId,
  wasIssuedTo,
} from './identity/purchase-id.ts';
export { ticketIds } from './identity/ticket-ids.ts';
export type { Allocation, SeenStock } from './stock/allocate.ts';
export { bucketCount, MAX_BUCKETS, splitCapacity } from './stock/buckets.ts';
