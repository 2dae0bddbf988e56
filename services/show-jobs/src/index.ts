export { createShowJobs, type ShowJobsFunction, type ShowJobsSeams } from './function.ts';
export type { ShowJobsCounts } from './turn/run-show-jobs.ts';
