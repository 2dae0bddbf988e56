export { createAccept } from './accept/handler.ts';
export { createHealth } from './health/handler.ts';
export { createPurchases } from './purchases/handler.ts';
export { createShows } from './shows/handler.ts';
