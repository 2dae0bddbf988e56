import type { Audit } from '@willcall/client';
import { useState } from 'preact/hooks';
import { formatMoment } from '../../text/formats.ts';
import { operateTexts } from '../../text/operate.ts';
import { useAction, useEnd } from '../use-action.ts';
import { AuditFindings } from './audit-findings.tsx';
import { runAudit } from './run-audit.ts';

const texts = operateTexts.audit;

/** Audits the books of a show, and says what it found. */
export function AuditPanel({ showId }: { readonly showId: string }) {
  const [audit, setAudit] = useState<Audit>();
  const { isRunning, failure, run } = useAction();
  const end = useEnd();
  const start = () =>
    run(async () => {
      setAudit(undefined);
      setAudit(await runAudit(showId, end));
    });
  return (
    <section class="panel manage-part" aria-labelledby="manage-books">
      <h2 id="manage-books">{texts.title}</h2>
      <p>{texts.text}</p>
      <button type="button" aria-disabled={isRunning} onClick={() => void start()}>
        {texts.submit}
      </button>
      <p role="status">{isRunning ? texts.running : audit && sayEnd(audit)}</p>
      {audit?.findings !== undefined && <AuditFindings findings={audit.findings} />}
      <p class="error" role="alert">
        {failure ?? (audit?.status === 'FAILED' && texts.failed[audit.reason ?? 'NOT_FINISHED'])}
      </p>
    </section>
  );
}

/** The verdict in a sentence. An audit that did not end has none. */
function sayEnd({ findings, finishedAt }: Audit): string | undefined {
  if (findings === undefined) return undefined;
  const at = finishedAt === undefined ? '' : ` ${texts.at(formatMoment(finishedAt))}`;
  if (findings.holds) return `${texts.holds}${at}`;
  const isOnlyMoved = findings.differences.every(({ code }) => code === 'STOCK_MOVED');
  return isOnlyMoved ? texts.moved : `${texts.differs(String(findings.found))}${at}`;
}
