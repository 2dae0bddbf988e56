import { createDeadLettersApi } from '@willcall/worker';

export const handler = createDeadLettersApi(process.env);
