import { createHealth } from '@willcall/api';

export const handler = createHealth(process.env);
