import { createReconcile } from '@willcall/payments';

export const handler = createReconcile(process.env);
