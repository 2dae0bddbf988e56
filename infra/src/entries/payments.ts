import { createPayments } from '@willcall/payments';

export const handler = createPayments(process.env);
