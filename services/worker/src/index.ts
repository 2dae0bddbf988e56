export { decideRecords } from './batch/decide-records.ts';
export { type PostponeDependencies, postponeFailed } from './batch/postpone-failed.ts';
export { readMessage } from './batch/read-message.ts';
export { redeliveryDelay } from './batch/redelivery-delay.ts';
export type { DecisionDependencies } from './decision/dependencies.ts';
export { decisionVariables, openDecisions } from './decision/open-decisions.ts';
export { WorkerError } from './errors.ts';
export { createWorker } from './function.ts';
export { pulseVariables, type WorkerPulse, workerPulse } from './pulse/worker-pulse.ts';
