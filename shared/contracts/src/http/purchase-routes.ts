import { PurchaseChange, PurchaseRequest } from './purchase-requests.ts';
import { ListQuery, PageQuery } from './queries.ts';
import type { RoutesOf } from './routes.ts';

/** The route that takes purchases. */
export const acceptRoutes = {
  requestPurchase: {
    method: 'POST',
    path: '/purchases',
    function: 'accept',
    access: 'buyer',
    body: PurchaseRequest,
    requestHeaders: ['idempotency-key'],
    status: 202,
    headers: ['location', 'retry-after'],
    problems: [
      'INVALID_IDEMPOTENCY_KEY',
      'INVALID_CARD',
      'SALE_NOT_OPEN',
      'SOLD_OUT',
      'ALL_HELD',
      'QUEUE_UNAVAILABLE',
    ],
  },
} as const satisfies RoutesOf<'accept'>;

/** The routes of purchases and their buyers. */
export const purchasesRoutes = {
  getPurchase: {
    method: 'GET',
    path: '/purchases/{purchaseId}',
    function: 'purchases',
    access: 'buyer',
    status: 200,
    headers: ['retry-after'],
    problems: ['PURCHASE_ERASED', 'IDEMPOTENCY_KEY_REUSED'],
  },
  changePurchase: {
    method: 'PATCH',
    path: '/purchases/{purchaseId}',
    function: 'purchases',
    access: 'buyer',
    body: PurchaseChange,
    status: 200,
    problems: ['PURCHASE_ERASED', 'IDEMPOTENCY_KEY_REUSED', 'NOT_CHANGEABLE'],
  },
  cancelPurchase: {
    method: 'POST',
    path: '/purchases/{purchaseId}/cancel',
    function: 'purchases',
    access: 'buyer',
    status: 200,
    acceptedWith: 'cancellationRequestedAt',
    problems: ['PURCHASE_ERASED', 'IDEMPOTENCY_KEY_REUSED', 'NOT_CANCELLABLE'],
  },
  erasePurchase: {
    method: 'DELETE',
    path: '/purchases/{purchaseId}',
    function: 'purchases',
    access: 'buyer',
    status: 204,
    problems: ['IDEMPOTENCY_KEY_REUSED'],
  },
  listPurchases: {
    method: 'GET',
    path: '/users/{userId}/purchases',
    function: 'purchases',
    access: 'buyer',
    query: ListQuery,
    status: 200,
    problems: ['INVALID_CURSOR'],
  },
  cancelBuyerPurchase: {
    method: 'POST',
    path: '/users/{userId}/purchases/{purchaseId}/cancel',
    function: 'purchases',
    access: 'admin',
    status: 200,
    acceptedWith: 'cancellationRequestedAt',
    problems: ['PURCHASE_ERASED', 'IDEMPOTENCY_KEY_REUSED', 'NOT_CANCELLABLE'],
  },
  listTickets: {
    method: 'GET',
    path: '/shows/{showId}/tickets',
    function: 'purchases',
    access: 'admin',
    query: PageQuery,
    status: 200,
    problems: ['INVALID_CURSOR'],
  },
  getBuyerLedger: {
    method: 'GET',
    path: '/users/{userId}/shows/{showId}',
    function: 'purchases',
    access: 'buyer',
    status: 200,
    problems: [],
  },
} as const satisfies RoutesOf<'purchases'>;
