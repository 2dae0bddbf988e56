export { createAccept } from './functions/accept.ts';
export { createHealth } from './functions/health.ts';
export { createLiveSale } from './functions/live-sale.ts';
export { createPurchases } from './functions/purchases.ts';
export { createShows } from './functions/shows.ts';
