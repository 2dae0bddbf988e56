export { createDeadLettersApi } from './dead-letters/api.ts';
export { type DeadLetter, receiveDeadLetters } from './dead-letters/dead-letter.ts';
export { retryDelay } from './dead-letters/decide-dead-letters.ts';
export { identifyPurchase } from './dead-letters/failed-purchase.ts';
export { createDeadLetters } from './dead-letters/handler.ts';
export type { Verdict } from './dead-letters/judge-dead-letter.ts';
export {
  type DeadLetterQueues,
  type DeadLettersReport,
  type ListedDeadLetter,
  listDeadLetters,
} from './dead-letters/list-dead-letters.ts';
export { type RedriveOptions, type RedriveReport, redrive } from './dead-letters/redrive.ts';
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
