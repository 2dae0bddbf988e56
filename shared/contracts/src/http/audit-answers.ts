import * as z from 'zod/mini';
import { AuditFindings, auditFailures } from '../audit.ts';
import { described } from '../fields.ts';

/** `GET /v1/shows/{showId}/audits/{auditId}`, and the 202 response of `POST /v1/shows/{showId}/audits`. */
export const Audit = z.object({
  auditId: described(z.string(), 'The id of the audit.'),
  showId: described(z.string(), 'The id of the show.'),
  status: described(
    z.enum(['PENDING', 'DONE', 'FAILED']),
    'PENDING until the audit has ended. FAILED: it did not end, and says nothing about the show.',
  ),
  requestedAt: described(z.string(), 'When the audit was requested.'),
  finishedAt: described(z.exactOptional(z.string()), 'When it ended.'),
  reason: described(
    z.exactOptional(z.enum(auditFailures)),
    'With FAILED: why. OUT_OF_TIME: the show is too large for the function, and `willcall audit` has no limit. NOT_FINISHED: the function was stopped.',
  ),
  findings: described(z.exactOptional(AuditFindings), 'With DONE: what was found.'),
});
export type Audit = z.infer<typeof Audit>;
