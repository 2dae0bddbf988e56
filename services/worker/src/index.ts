export { redeliveryDelay } from './batch/decide-batch.ts';
export { retryDelay } from './dead-letters/decide-dead-letters.ts';
export { identifyPurchase } from './dead-letters/failed-purchase.ts';
export { createDeadLetters } from './dead-letters/handler.ts';
export { WorkerError } from './errors.ts';
export { createWorker } from './handler.ts';
export { createLagReporter } from './lag/lag-reporter.ts';
export { readMessage } from './read-message.ts';
