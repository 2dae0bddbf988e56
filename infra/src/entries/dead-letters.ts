import { createDeadLetters } from '@willcall/worker';

export const handler = createDeadLetters(process.env);
