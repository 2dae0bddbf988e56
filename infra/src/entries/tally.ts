import { createTally } from '@willcall/stream';

export const handler = createTally(process.env);
