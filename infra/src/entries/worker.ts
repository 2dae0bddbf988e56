import { createWorker } from '@willcall/worker';

export const handler = createWorker(process.env);
