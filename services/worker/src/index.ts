export { redeliveryDelay } from './batch/decide-batch.ts';
export { retryDelay } from './dead-letters/decide-dead-letters.ts';
export { identifyPurchase } from './dead-letters/failed-purchase.ts';
export { createDeadLetters } from './dead-letters/handler.ts';
export { decideShow } from './decide/decide-show.ts';
export {
  createShardMemory,
  type DecisionDependencies,
  type ShardMemory,
} from './decide/dependencies.ts';
export { WorkerError } from './errors.ts';
export { createWorker } from './handler.ts';
export { createLagReporter } from './lag/lag-reporter.ts';
export { type ArrivedPurchase, readMessage } from './read-message.ts';
