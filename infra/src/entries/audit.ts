import { createAudit } from '@willcall/audit';

export const handler = createAudit(process.env);
