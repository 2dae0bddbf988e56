export { createAccept } from './accept/function.ts';
export { createHealth } from './health/function.ts';
export { createPurchases } from './purchases/function.ts';
export { createShows } from './shows/function.ts';
