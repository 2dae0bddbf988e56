import { createPaymentTasks } from '@willcall/payments';

export const handler = createPaymentTasks(process.env);
