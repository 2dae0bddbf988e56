export { type AuditFunction, createAudit } from './handler.ts';
export type { AuditCounts } from './turn/audit-sales.ts';
