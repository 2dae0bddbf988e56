import { createShowAudit } from '@willcall/audit';

export const handler = createShowAudit(process.env);
