export { createDeadLetters } from './function.ts';
export { type IdentifiedPurchase, identify } from './give-up/identify.ts';
