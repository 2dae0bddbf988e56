import { ADMIN_SCOPE, UserId } from '@willcall/contracts';
import { ProblemError } from './problem-error.ts';
import type { HttpEvent } from './request.ts';

/**
 * The buyer: the verified token's `sub`, never anything of the request. The gateway verifies; a
 * function that is reached without claims refuses.
 *
 * @throws ProblemError UNAUTHENTICATED
 */
export function buyerOf(event: HttpEvent): string {
  const claimed = UserId.safeParse(event.requestContext.authorizer?.jwt?.claims?.sub);
  if (!claimed.success) throw new ProblemError('UNAUTHENTICATED');
  return claimed.data;
}

/**
 * Refuses whoever may not run shows. The gateway checks the scope of its routes; checked here again,
 * a route that was wired without it is not open.
 *
 * @throws ProblemError UNAUTHENTICATED, FORBIDDEN
 */
export function requireAdmin(event: HttpEvent): void {
  buyerOf(event);
  const scope = event.requestContext.authorizer?.jwt.claims.scope;
  if (typeof scope !== 'string' || !scope.split(' ').includes(ADMIN_SCOPE)) {
    throw new ProblemError('FORBIDDEN');
  }
}
