export { readMessage } from './batch/read-message.ts';
export { type IdentifiedPurchase, identify } from './dead-letters/give-up/identify.ts';
export { createDeadLetters } from './dead-letters/handler.ts';
export { WorkerError } from './errors.ts';
export { createWorker } from './handler.ts';
export { workerPulse } from './pulse/worker-pulse.ts';
