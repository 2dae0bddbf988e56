export {
  createShowJobs,
  PAGE_ENTRIES,
  type ShowJobsFunction,
  type ShowJobsSeams,
} from './handler.ts';
export { runShowJobs, type ShowJobsCounts } from './run-show-jobs.ts';
