import { ADMIN_SCOPE, parametersIn, type Route, UserId } from '@willcall/contracts';
import { ProblemError } from '../errors.ts';
import type { HttpEvent } from './request.ts';

/** Cognito says in each token what it is for; other issuers, and the local one, do not. */
const ACCESS = 'access';

type Authorization = {
  /** Nobody in particular where the route is for anybody. */
  readonly caller?: string;
  /** The buyer whom the path names, where it names one. */
  readonly userId?: string;
};

/**
 * Lets through whom the route is for, and says who that is. The gateway checks tokens and scopes too;
 * checked here again, a route that was wired without it is not open.
 *
 * @throws ProblemError UNAUTHENTICATED, FORBIDDEN, USER_NOT_FOUND
 */
export function authorize(
  { access, path }: Pick<Route, 'access' | 'path'>,
  event: HttpEvent,
): Authorization {
  if (access === 'anybody') return {};
  if (access === 'admin') requireAdmin(event);
  const caller = buyerOf(event);
  return parametersIn(path).includes('userId') ? { caller, userId: askedUser(event) } : { caller };
}

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

/** Refuses whoever may not run shows. @throws ProblemError UNAUTHENTICATED, FORBIDDEN */
export function requireAdmin(event: HttpEvent): void {
  buyerOf(event);
  if (!isAdmin(event)) throw new ProblemError('FORBIDDEN');
}

function isAdmin(event: HttpEvent): boolean {
  const scope = event.requestContext.authorizer?.jwt.claims.scope;
  return typeof scope === 'string' && scope.split(' ').includes(ADMIN_SCOPE);
}

/**
 * The buyer of a path: oneself, by one's id or as `me`, or for an admin anybody. To everyone else it
 * is as if that buyer did not exist.
 *
 * @throws ProblemError UNAUTHENTICATED, USER_NOT_FOUND
 */
export function askedUser(event: HttpEvent): string {
  const caller = buyerOf(event);
  const userId = event.pathParameters?.userId;
  if (userId === 'me' || userId === caller) return caller;
  const asked = UserId.safeParse(userId);
  if (!asked.success || !isAdmin(event)) throw new ProblemError('USER_NOT_FOUND');
  return asked.data;
}
