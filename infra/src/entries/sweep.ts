import { createSweep } from '@willcall/stream';

export const handler = createSweep(process.env);
