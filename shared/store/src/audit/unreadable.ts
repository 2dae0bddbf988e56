import type * as z from 'zod';
import type { AuditDifference, AuditDifferenceCode } from './audit-difference.ts';

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** A record that has not the shape of its kind: which one it is, the wrong attributes, and no value of them. */
export function unreadable(
  code: AuditDifferenceCode,
  kind: string,
  item: Readonly<Record<string, unknown>>,
  { issues }: z.ZodError,
): AuditDifference {
  const [purchaseId, seatId, userId] = [item.purchaseId, item.seatId, item.userId].map(textOf);
  const name = purchaseId ?? seatId ?? `of ${userId}`;
  const wrong = [...new Set(issues.map(({ path }) => path.join('.') || '(whole)'))].join(', ');
  return {
    code,
    message: `${kind} ${name} cannot be read: ${wrong}.`,
    ...(purchaseId === undefined ? {} : { purchaseId }),
    ...(seatId === undefined ? {} : { seatId }),
    ...(userId === undefined ? {} : { userId }),
  };
}
