import { createAccept } from '@willcall/api';

export const handler = createAccept(process.env);
