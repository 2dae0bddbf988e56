import { type AuditDifferenceCode, auditStock, type Store, StoreError } from '@willcall/store';

/** What the audit of one show came to. */
export type OneAudit =
  | { readonly kind: 'audited'; readonly codes: readonly (AuditDifferenceCode | SpoiltCode)[] }
  /** It was removed since it was listed. */
  | { readonly kind: 'gone' }
  /** It could not be looked at now; in the thick of its sale that is usual for a large show. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Books that cannot even be added up. */
export type SpoiltCode = 'STOCK_MISSING' | 'RECORD_UNREADABLE';

/** Looks at a show's stock at one instant. Never throws. */
export async function auditOne(store: Store<'shows' | 'stock'>, showId: string): Promise<OneAudit> {
  try {
    const { differences } = await auditStock(store, showId);
    return { kind: 'audited', codes: differences.map(({ code }) => code) };
  } catch (error) {
    return error instanceof StoreError ? ofStoreError(error) : { kind: 'failed', error };
  }
}

function ofStoreError(error: StoreError): OneAudit {
  switch (error.code) {
    case 'SHOW_UNKNOWN':
      return { kind: 'gone' };
    case 'STOCK_MISSING':
    case 'RECORD_UNREADABLE':
      return { kind: 'audited', codes: [error.code] };
    case 'STORE_UNAVAILABLE':
      return { kind: 'failed', error };
  }
}
