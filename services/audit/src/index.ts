export type { AuditCounts } from './audit-sales.ts';
export { type AuditFunction, createAudit } from './handler.ts';
