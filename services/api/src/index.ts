export { createAccept } from './functions/accept.ts';
export { createHealth } from './functions/health.ts';
export { createPurchases } from './functions/purchases.ts';
export { createShows } from './functions/shows.ts';
