export { connectionRefused } from './connection-refused.ts';
export { internalServerError } from './internal-server-error.ts';
export { queueThrottled } from './queue-throttled.ts';
export { requestTimeout } from './request-timeout.ts';
export { throttling } from './throttling.ts';
export { throughputExceeded } from './throughput-exceeded.ts';
export { type CancellationCode, transactionCanceled } from './transaction-canceled.ts';
export { transactionInProgress } from './transaction-in-progress.ts';
