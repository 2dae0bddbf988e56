export { createPricing, type EventFunction } from './handler.ts';
