import { createLiveSale } from '@willcall/api';

export const handler = createLiveSale(process.env);
