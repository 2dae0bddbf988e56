import { ADMIN_SCOPE } from '@willcall/contracts';
import { signToken, type TokenIssuer } from '../aws/identity/sign-token.ts';
import { loadSigningKey } from '../aws/identity/signing-key.ts';
import { DEFAULT_STATE_FOLDER } from './state-folder.ts';

/** The issuer and audience of local tokens. Only the local gateway accepts them. */
export const LOCAL_ISSUER: TokenIssuer = {
  issuer: 'https://willcall.local',
  audience: 'willcall',
};

export type TokenRequest = {
  /** The `sub` of the token: the buyer. */
  readonly user: string;
  readonly admin?: boolean | undefined;
  readonly expiresInSeconds?: number | undefined;
};

/** Half a day, so that a copied token does not expire during a working session. */
const DEFAULT_LIFETIME_SECONDS = 12 * 60 * 60;

/**
 * Signs a token that the local gateway accepts.
 *
 * @example
 * const token = await issueToken({ user: 'alice' });
 * await fetch(`${url}/v1/purchases/${id}`, { headers: { authorization: `Bearer ${token}` } });
 */
export const issueToken = async (
  { user, admin, expiresInSeconds = DEFAULT_LIFETIME_SECONDS }: TokenRequest,
  stateFolder: string = DEFAULT_STATE_FOLDER,
): Promise<string> =>
  await signToken(await loadSigningKey(stateFolder), {
    ...LOCAL_ISSUER,
    subject: user,
    scope: admin ? ADMIN_SCOPE : undefined,
    expiresInSeconds,
  });
