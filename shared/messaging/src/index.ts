export { MessagingError } from './errors.ts';
export { type Postponement, postponeMessages } from './postpone-messages.ts';
export { openQueue, type Queue, type QueueConnection } from './queue.ts';
export { sendPurchase } from './send-purchase.ts';
