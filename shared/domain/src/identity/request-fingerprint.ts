import { createHash } from 'node:crypto';
import type { Card, Money } from '@willcall/contracts';

/** What makes two requests the same: all of the body, with the card replaced by what is kept of it. */
export type RequestIdentity = {
  readonly showId: string;
  readonly quantity: number;
  readonly seats?: readonly string[] | undefined;
  readonly holder: { readonly name: string; readonly email: string };
  readonly card?: Card | undefined;
  readonly expectedPrice?: Money | undefined;
  readonly expectedTotal?: Money | undefined;
  readonly reminderLeadSeconds?: number | undefined;
};

/**
 * SHA-256 of the request in canonical form: members sorted, those left out omitted, so that neither
 * the order of a body's members nor a field added in a later release changes it.
 */
export function fingerprint(request: RequestIdentity): Buffer {
  return createHash('sha256').update(canonical(request)).digest();
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
