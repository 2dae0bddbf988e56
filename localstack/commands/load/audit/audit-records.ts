import type { Store } from '@willcall/store';
import { auditRecords } from '../../audit.ts';
import { auditOfRecords, type LoadAudit } from './load-audit.ts';

/**
 * Recomputes a show that was made for this load from its records, past the API that sold it, and
 * again while it is not quiet.
 *
 * @throws StoreError when its tables cannot be read
 */
export const auditLoad = async (
  store: Store,
  showId: string,
  show: (line: string) => void,
): Promise<LoadAudit> => auditOfRecords(await auditRecords(store, showId, { show }));
