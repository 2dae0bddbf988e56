export { type AuditFunction, createAudit } from './function.ts';
export type { AuditCounts } from './turn/audit-sales.ts';
