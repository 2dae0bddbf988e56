export { createPricing, type EventFunction } from './function.ts';
