import { createShowJobs } from '@willcall/show-jobs';

export const handler = createShowJobs(process.env);
