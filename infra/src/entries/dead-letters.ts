import { createDeadLetters } from '@willcall/dead-letters';

export const handler = createDeadLetters(process.env);
