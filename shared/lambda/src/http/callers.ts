import { ADMIN_SCOPE, UserId } from '@willcall/contracts';
import { ProblemError } from './problem-error.ts';
import type { HttpEvent } from './request.ts';

/** Cognito says in each token what it is for; other issuers, and the local one, do not. */
const ACCESS = 'access';

/**
 * The buyer: the verified access token's `sub`, never anything of the request. The gateway verifies; a
 * function that is reached without claims refuses, and so it does an ID token of Cognito, which the
 * gateway may let through: its `aud` is the client's id, as an access token's `client_id`.
 *
 * @throws ProblemError UNAUTHENTICATED
 */
export function buyerOf(event: HttpEvent): string {
  const { sub, token_use = ACCESS } = event.requestContext.authorizer?.jwt?.claims ?? {};
  const claimed = UserId.safeParse(sub);
  if (!claimed.success || token_use !== ACCESS) throw new ProblemError('UNAUTHENTICATED');
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
