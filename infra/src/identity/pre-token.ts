import { ADMIN_SCOPE } from '@willcall/contracts';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { STAFF_GROUP } from './scopes.ts';

/** The part of the event that is read. Users without a group have an empty list or no list. */
const Groups = z.nullish(z.array(z.string()));

/**
 * Cognito's trigger before it signs a token, at each sign-in and each refresh. A person who leaves the
 * staff's group stops being an admin when the current access token expires.
 * Event: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 *
 * @throws ZodError on an event of another shape. Cognito then issues no token.
 */
export const suppressAdminScope = async <E extends PreTokenGenerationV2TriggerEvent>(
  event: E,
): Promise<E> => {
  const groups = Groups.parse(event.request.groupConfiguration.groupsToOverride) ?? [];
  const scopesToSuppress = [...findSuppressedScopes(groups)];
  return {
    ...event,
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress } } },
  };
};

/**
 * The scopes that a token must not have, even if requested: the admin scope for users outside the
 * staff's group. Scopes are never added: a member of the staff who signs in with the buyers' client gets
 * a buyer's token.
 */
const findSuppressedScopes = (groups: readonly string[]): readonly string[] =>
  groups.includes(STAFF_GROUP) ? [] : [ADMIN_SCOPE];
