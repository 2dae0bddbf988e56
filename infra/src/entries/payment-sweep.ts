import { createPaymentSweep } from '@willcall/payments';

export const handler = createPaymentSweep(process.env);
