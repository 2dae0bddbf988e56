import { ADMIN_SCOPE } from '@willcall/contracts';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import * as z from 'zod';
import { STAFF_GROUP } from './scopes.ts';

/** All that is read of the event. Whoever is in no group comes with an empty list, or with none. */
const Groups = z.array(z.string()).nullish();

/**
 * Cognito's trigger before it signs a token, at a sign-in and at each refresh: so who leaves the
 * staff is no admin any more once the access token of now has expired.
 * Event: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 *
 * @throws ZodError on an event of another shape: then nobody gets a token, rather than a wrong one.
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
 * The scopes that a token must not have, whatever was asked for: the admin scope for everybody who is
 * not of the staff. Nothing is ever added: a member of the staff who signs in to buy, by the
 * buyers' app, gets a buyer's token.
 */
const findSuppressedScopes = (groups: readonly string[]): readonly string[] =>
  groups.includes(STAFF_GROUP) ? [] : [ADMIN_SCOPE];
