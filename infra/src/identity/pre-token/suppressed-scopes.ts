import { ADMIN_SCOPE } from '@willcall/contracts';
import { STAFF_GROUP } from '../staff-group.ts';

/**
 * The scopes that a token must not have, whatever was asked for: the admin scope for everybody who is
 * not of the staff. Nothing is ever added: a member of the staff who signs in to buy, by the
 * buyers' app, gets a buyer's token.
 */
export const suppressedScopes = (groups: readonly string[]): readonly string[] =>
  groups.includes(STAFF_GROUP) ? [] : [ADMIN_SCOPE];
