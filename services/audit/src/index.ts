export { type AuditReport, auditBooks, auditRecords, getAuditAnchor } from './audit-books.ts';
export type { AuditCounts } from './audit-sales.ts';
export { type AuditFunction, createAudit } from './handler.ts';
export { createShowAudit } from './show-audit.ts';
