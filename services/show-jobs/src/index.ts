export { createShowJobs, type ShowJobsFunction, type ShowJobsSeams } from './handler.ts';
export type { ShowJobsCounts } from './turn/run-show-jobs.ts';
