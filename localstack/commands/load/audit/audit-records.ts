import type { Store } from '@willcall/store';
import { runAudit } from '../../audit/run-audit.ts';
import { auditOfRecords, type LoadAudit } from './load-audit.ts';

/**
 * Recomputes a show that was made for this load from its records, past the API that sold it, and
 * again while it is not quiet.
 *
 * @throws LocalAwsError in a sentence when its tables cannot be read
 */
export const auditRecords = async (
  store: Store,
  showId: string,
  show: (line: string) => void,
): Promise<LoadAudit> => {
  const { records } = await runAudit(store, { showId, stockOnly: false }, { show });
  if (records === null) throw new Error('A whole audit has records');
  return auditOfRecords(records);
};
