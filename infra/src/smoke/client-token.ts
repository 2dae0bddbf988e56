import { grantedToken } from './granted-token.ts';

/**
 * The environment with tokens for a program, where no person is there to sign in: when
 * WILLCALL_TOKEN_URL is set, one access token for both buyer and admin, of the client that
 * WILLCALL_CLIENT_ID and WILLCALL_CLIENT_SECRET name. Tokens that are there already stay.
 *
 * @throws CommandError when the issuer grants none
 */
export const withClientToken = async (
  environment: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> => {
  const { WILLCALL_TOKEN_URL: url, WILLCALL_CLIENT_ID, WILLCALL_CLIENT_SECRET } = environment;
  if (!url) return environment;
  const token = await grantedToken({
    url,
    id: WILLCALL_CLIENT_ID ?? '',
    secret: WILLCALL_CLIENT_SECRET ?? '',
  });
  return {
    ...environment,
    WILLCALL_TOKEN: environment.WILLCALL_TOKEN || token,
    WILLCALL_ADMIN_TOKEN: environment.WILLCALL_ADMIN_TOKEN || token,
  };
};
