import { createPurchases } from '@willcall/api';

export const handler = createPurchases(process.env);
