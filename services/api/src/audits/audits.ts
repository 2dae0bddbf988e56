import { AUDIT_MESSAGE_VERSION, type Audit } from '@willcall/contracts';
import { type Handler, ProblemError, sayQueuesUnavailable } from '@willcall/lambda';
import { type Queue, sendAudit } from '@willcall/messaging';
import { type AuditRecord, readAudit, requestAudit, type Store } from '@willcall/store';
import { findShow } from '../shows/show-resource.ts';

/** Seconds between two reads of a running audit. A small show takes less. */
const RETRY_AFTER_SECONDS = 1;
const retryAfter = { 'retry-after': String(RETRY_AFTER_SECONDS) };

type StartDependencies = {
  readonly store: Store<'shows' | 'pulse'>;
  readonly queue: Queue;
  readonly clock: () => Date;
  readonly newAuditId: () => string;
};

/**
 * `POST /shows/{showId}/audits`: records the request and sends it. If an audit of the show is running, sends
 * that one once more, so that a request whose message was never sent does not block the next ones.
 *
 * @throws ProblemError SHOW_NOT_FOUND, QUEUES_UNAVAILABLE
 */
export const startAudit =
  ({ store, queue, clock, newAuditId }: StartDependencies): Handler<'startAudit'> =>
  async ({ path: { showId }, mount, correlationId }) => {
    await findShow(store, showId);
    await requestAudit(store, { showId, auditId: newAuditId(), now: clock() });
    const audit = await findAudit(store, showId, clock());
    const { auditId } = audit;
    if (audit.status === 'PENDING') {
      await sendAudit(queue, {
        version: AUDIT_MESSAGE_VERSION,
        showId,
        auditId,
        correlationId,
      }).catch(sayQueuesUnavailable);
    }
    const location = `${mount}/shows/${showId}/audits/${auditId}`;
    return { headers: { location, ...retryAfter }, answer: toResource(audit) };
  };

/**
 * `GET /shows/{showId}/audits/{auditId}`: the latest audit of a show.
 *
 * @throws ProblemError AUDIT_NOT_FOUND
 */
export const getAudit =
  (store: Store<'pulse'>, clock: () => Date): Handler<'getAudit'> =>
  async ({ path: { showId, auditId } }) => {
    const audit = await findAudit(store, showId, clock());
    if (audit.auditId !== auditId) throw new ProblemError('AUDIT_NOT_FOUND');
    return {
      headers: audit.status === 'PENDING' ? retryAfter : {},
      answer: toResource(audit),
    };
  };

async function findAudit(store: Store<'pulse'>, showId: string, now: Date): Promise<AuditRecord> {
  const audit = await readAudit(store, showId, now);
  if (audit === undefined) throw new ProblemError('AUDIT_NOT_FOUND');
  return audit;
}

const toResource = ({
  auditId,
  showId,
  status,
  requestedAt,
  finishedAt,
  reason,
  findings,
}: AuditRecord): Audit => ({
  auditId,
  showId,
  status,
  requestedAt,
  ...(finishedAt === undefined ? {} : { finishedAt }),
  ...(reason === undefined ? {} : { reason }),
  ...(findings === undefined ? {} : { findings }),
});
