export { createShowJobs, type ShowJobsFunction, type ShowJobsSeams } from './handler.ts';
export type { ShowJobsCounts } from './run-show-jobs.ts';
