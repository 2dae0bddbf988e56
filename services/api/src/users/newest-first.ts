import type { PurchaseRecord } from '@willcall/store';

type Asked = Pick<PurchaseRecord, 'requestedAt' | 'recordKey'>;

/** The order of a buyer's list, the same at every read: by when it was asked for, and by key at a tie. */
export const newestFirst = (a: Asked, b: Asked): number =>
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt) || (a.recordKey < b.recordKey ? -1 : 1);
