import { UserId } from '@willcall/contracts';
import { buyerOf, type HttpEvent, ProblemError, readRequest, requireAdmin } from '@willcall/lambda';

/**
 * The buyer of a path: oneself, by one's id or as `me`, or for an admin anybody. To everyone else it
 * is as if that buyer did not exist.
 *
 * @throws ProblemError UNAUTHENTICATED, USER_NOT_FOUND
 */
export function askedUser(event: HttpEvent): string {
  const caller = buyerOf(event);
  const { userId } = readRequest(event).path;
  if (userId === 'me' || userId === caller) return caller;
  const asked = UserId.safeParse(userId);
  if (!asked.success || !isAdmin(event)) throw new ProblemError('USER_NOT_FOUND');
  return asked.data;
}

function isAdmin(event: HttpEvent): boolean {
  try {
    requireAdmin(event);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'FORBIDDEN') return false;
    throw error;
  }
}
