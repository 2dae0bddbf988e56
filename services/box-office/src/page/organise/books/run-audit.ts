import type { Audit } from '@willcall/client';
import { audits } from '../../api/willcall.ts';

/** Milliseconds between two looks at a running audit. The audit of a small show takes less. */
const LOOK_EVERY_MS = 1_000;

/**
 * Starts the audit of a show, or finds the running one, and waits for its end.
 *
 * @throws WillcallError: the audit may still be running, and the next call finds it; the signal's reason
 */
export async function runAudit(showId: string, signal: AbortSignal): Promise<Audit> {
  let audit = await audits.start(showId, { signal });
  while (audit.status === 'PENDING') {
    await pause(LOOK_EVERY_MS, signal);
    audit = await audits.get(showId, audit.auditId, { signal });
  }
  return audit;
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
