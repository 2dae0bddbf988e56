export { createWorker, type QueueFunction } from './function.ts';
