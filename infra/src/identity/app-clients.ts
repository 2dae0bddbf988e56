import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import {
  OAuthScope,
  type UserPool,
  type UserPoolClient,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';

export type AppClients = {
  readonly buyers: UserPoolClient;
  readonly staff: UserPoolClient;
  readonly smoke: UserPoolClient;
};

/**
 * Where a command on one's own machine waits for the answer to a sign-in. Cognito compares the whole
 * address, and wants one even where no page signs in. The port is IANA's for nobody.
 * Source: https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
const LOOPBACK = 'http://localhost:8976';

/** Below a page's origin: where it takes the code of a sign-in, and where it is after a sign-out. */
const SIGN_IN_PATH = '/signed-in';
const SIGN_OUT_PATH = '/signed-out';

/** A copied token of the staff is of use for a quarter of an hour, a buyer's for an hour. */
const STAFF_TOKEN = Duration.minutes(15);
const BUYERS_TOKEN = Duration.hours(1);
/** After which one signs in again: a working day, a month. */
const STAFF_SESSION = Duration.hours(12);
const BUYERS_SESSION = Duration.days(30);
/** Longer than a smoke test may take. */
const SMOKE_TOKEN = Duration.minutes(10);

/**
 * The apps that people sign in with. Neither can keep a secret, so they have none, and prove themselves
 * by PKCE, which Cognito checks where an app uses it. Signing in goes by the hosted pages alone: tokens
 * of the SDK's own flows would carry none of our scopes. Only the staff's app can ask for the admin
 * scope, and only the group gets it.
 *
 * And one for the smoke test, which is nobody: buyer and admin in one, by a secret that whoever deploys
 * the stage may read. It is paid by the token, and has no fixed price. Its tokens do not pass the
 * trigger, which only a later version is asked of for.
 * Sources: https://docs.aws.amazon.com/cognito/latest/developerguide/tracking-cost.html,
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const makeAppClients = (
  userPool: UserPool,
  { stage, origins }: { readonly stage: StageName; readonly origins: readonly string[] },
): AppClients => ({
  buyers: userPool.addClient('BuyersClient', {
    ...makeCommonOptions(origins, [BUY_SCOPE]),
    userPoolClientName: `willcall-${stage}-buyers`,
    accessTokenValidity: BUYERS_TOKEN,
    idTokenValidity: BUYERS_TOKEN,
    refreshTokenValidity: BUYERS_SESSION,
  }),
  staff: userPool.addClient('StaffClient', {
    ...makeCommonOptions(origins, [BUY_SCOPE, ADMIN_SCOPE]),
    userPoolClientName: `willcall-${stage}-staff`,
    accessTokenValidity: STAFF_TOKEN,
    idTokenValidity: STAFF_TOKEN,
    refreshTokenValidity: STAFF_SESSION,
  }),
  smoke: userPool.addClient('SmokeClient', {
    userPoolClientName: `willcall-${stage}-smoke`,
    generateSecret: true,
    authFlows: { userSrp: false },
    accessTokenValidity: SMOKE_TOKEN,
    oAuth: { flows: { clientCredentials: true }, scopes: makeScopes([BUY_SCOPE, ADMIN_SCOPE]) },
  }),
});

const makeScopes = (scopes: readonly string[]): OAuthScope[] =>
  scopes.map((scope) => OAuthScope.custom(scope));

const makeCommonOptions = (
  origins: readonly string[],
  scopes: readonly string[],
): UserPoolClientOptions => ({
  generateSecret: false,
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  // With one flow named, though refused, Cognito allows none but the refresh.
  authFlows: { userSrp: false },
  oAuth: {
    flows: { authorizationCodeGrant: true, implicitCodeGrant: false },
    scopes: [OAuthScope.OPENID, ...makeScopes(scopes)],
    callbackUrls: [...origins, LOOPBACK].map((origin) => `${origin}${SIGN_IN_PATH}`),
    logoutUrls: [...origins, LOOPBACK].map((origin) => `${origin}${SIGN_OUT_PATH}`),
  },
});
