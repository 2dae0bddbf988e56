export { createShowJobs } from './function.ts';
