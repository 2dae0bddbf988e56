import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import {
  OAuthScope,
  type UserPool,
  type UserPoolClient,
  type UserPoolClientOptions,
} from 'aws-cdk-lib/aws-cognito';
import { clientScopes } from './scopes.ts';

export type AppClients = {
  readonly buyers: UserPoolClient;
  readonly staff: UserPoolClient;
  readonly smoke: UserPoolClient;
};

/**
 * Where a command on the user's machine waits for the response to a sign-in. Cognito compares the whole
 * URL and requires one even if no page signs in. IANA has not assigned the port.
 * Source: https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 */
const LOOPBACK = 'http://localhost:8976';

/** The paths of a page that receive the code after a sign-in, and the user after a sign-out. */
const SIGN_IN_PATH = '/signed-in';
const SIGN_OUT_PATH = '/signed-out';

/** A stolen token of the staff works for a quarter of an hour, a buyer's for an hour. */
const STAFF_TOKEN = Duration.minutes(15);
const BUYERS_TOKEN = Duration.hours(1);
/** When users must sign in again: the staff after a working day, buyers after a month. */
const STAFF_SESSION = Duration.hours(12);
const BUYERS_SESSION = Duration.days(30);
/**
 * How long a refresh token works on after its renewal, so that a page can ask again whose answer was lost.
 * Cognito takes at most a minute.
 */
const RENEWED_TOKEN = Duration.seconds(60);
/** Longer than a smoke test takes. */
const SMOKE_TOKEN = Duration.minutes(10);

/**
 * Makes the app clients. Buyers and staff sign in through public clients, which cannot keep a secret and
 * use PKCE, which Cognito checks if an app uses it. Users sign in on the hosted pages only, because
 * tokens of the SDK's own flows have none of our scopes. Only the staff's client may request the admin
 * scope, and only members of the staff's group get it.
 *
 * The smoke test's client is not a person. It gets both scopes by a secret, which anyone who deploys the
 * stage may read. It is billed by the token and has no fixed price. Its tokens bypass the trigger, which
 * Cognito calls for client credentials only from version 3 on.
 * Sources: https://docs.aws.amazon.com/cognito/latest/developerguide/tracking-cost.html,
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const makeAppClients = (
  userPool: UserPool,
  { stage, origins }: { readonly stage: StageName; readonly origins: readonly string[] },
): AppClients => ({
  buyers: userPool.addClient('BuyersClient', {
    ...makeCommonOptions(origins, clientScopes.buyers),
    userPoolClientName: `willcall-${stage}-buyers`,
    accessTokenValidity: BUYERS_TOKEN,
    idTokenValidity: BUYERS_TOKEN,
    refreshTokenValidity: BUYERS_SESSION,
  }),
  staff: userPool.addClient('StaffClient', {
    ...makeCommonOptions(origins, clientScopes.staff),
    userPoolClientName: `willcall-${stage}-staff`,
    accessTokenValidity: STAFF_TOKEN,
    idTokenValidity: STAFF_TOKEN,
    refreshTokenValidity: STAFF_SESSION,
  }),
  smoke: userPool.addClient('SmokeClient', {
    userPoolClientName: `willcall-${stage}-smoke`,
    generateSecret: true,
    // With one flow named, even as false, Cognito allows only the refresh.
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
  refreshTokenRotationGracePeriod: RENEWED_TOKEN,
  // With rotation, Cognito refuses the SDK's flow for the refresh, which is all that it allows without a flow
  // named. This one gives tokens without our scopes, which the API refuses.
  authFlows: { userSrp: true },
  oAuth: {
    flows: { authorizationCodeGrant: true, implicitCodeGrant: false },
    scopes: [OAuthScope.OPENID, ...makeScopes(scopes)],
    callbackUrls: [...origins, LOOPBACK].map((origin) => `${origin}${SIGN_IN_PATH}`),
    logoutUrls: [...origins, LOOPBACK].map((origin) => `${origin}${SIGN_OUT_PATH}`),
  },
});
