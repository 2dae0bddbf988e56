import { listPages } from '@willcall/api-docs';
import {
  type BoxOfficePage,
  findIssuerOrigins,
  findPaymentOrigins,
  makeSecurityHeaders,
  type PageConfiguration,
} from '@willcall/box-office';
import {
  ADMIN_SCOPE,
  allRoutes,
  listMethods,
  type RouteAccess,
  VERSION_PREFIX,
} from '@willcall/contracts';
import { browserAccess } from '@willcall/contracts/browser-access';
import type { CorsSettings } from '../aws/api-gateway/cors.ts';
import type { GatewayRoute } from '../aws/api-gateway/match-route.ts';
import {
  createPageServer,
  type ServeFirst,
  type StaticPage,
} from '../aws/api-gateway/serve-first.ts';
import { startGateway } from '../aws/api-gateway/start-gateway.ts';
import { extractPublicKey, loadSigningKey } from '../aws/identity/signing-key.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { LoopbackServer } from '../aws/process/loopback-server.ts';
import { createDemoSale, type StartDemoSale } from './box-office/demo-sale.ts';
import { createRunner } from './box-office/runner.ts';
import { createSignIn } from './box-office/sign-in.ts';
import { LOCAL_ISSUER } from './identity.ts';
import type { StageFunctions } from './stage-functions.ts';

type BoxOffice = {
  readonly page: BoxOfficePage;
  /** The URL of the bucket of flyers, which also takes uploads. */
  readonly flyersUrl: string;
  /** Default: the page cannot start a demo sale. */
  readonly startDemoSale: StartDemoSale | undefined;
  /** Who signs people in on the page. Default: the runner. */
  readonly signIn?: PageConfiguration['signIn'] | undefined;
  /** Who takes the money of shows that are paid for. Default: nobody. */
  readonly payments?: PageConfiguration['payments'];
};

type StageGatewayOptions = {
  readonly functions: StageFunctions;
  /** The folder with the signing key of accepted tokens. */
  readonly stateFolder: string;
  /** Default: any free port. */
  readonly port?: number | undefined;
  /** The origins whose pages may call the API. Default: none but the gateway's own. */
  readonly browserOrigins?: readonly string[] | undefined;
  /** The page for people, with the runner's own endpoints that it needs. Default: none. */
  readonly boxOffice?: BoxOffice | undefined;
  readonly log: LocalLog;
};

/**
 * Starts a gateway that serves the API routes with the functions of a stage, the pages about the API, and
 * the box office.
 */
export const startStageGateway = async (options: StageGatewayOptions): Promise<LoopbackServer> => {
  const { functions, stateFolder, port, browserOrigins = [], boxOffice, log } = options;
  const keys = { keys: [extractPublicKey(await loadSigningKey(stateFolder))] };
  const authorizer = { ...LOCAL_ISSUER, keys };
  const serveFirst = [createPageServer(listPages())];
  if (boxOffice !== undefined) {
    // The paths of the runner and of the configuration are below those of the page.
    const { page, flyersUrl, startDemoSale, payments, signIn = { kind: 'runner' } } = boxOffice;
    const endpoints = [createSignIn(stateFolder)];
    if (startDemoSale !== undefined) endpoints.push(createDemoSale(startDemoSale));
    const configuration = { signIn, flyersUrl, payments };
    serveFirst.push(
      createRunner(endpoints),
      createPageServer([describePage(configuration)]),
      serveBoxOffice(page, configuration),
    );
  }
  return await startGateway({
    routes: gatewayRoutes,
    functions,
    authorizer,
    serveFirst,
    cors: makeCors(browserOrigins),
    port,
    log,
  });
};

/** The CORS settings that a deployed stage has for these origins: none without an origin. */
const makeCors = (allowOrigins: readonly string[]): CorsSettings | undefined =>
  allowOrigins.length === 0
    ? undefined
    : {
        allowOrigins,
        allowMethods: browserAccess.methods,
        allowHeaders: browserAccess.requestHeaders,
        exposeHeaders: browserAccess.exposedHeaders,
        maxAgeSeconds: browserAccess.preflightMaxAgeSeconds,
      };

/** What the page asks first. */
const describePage = (configuration: PageConfiguration): StaticPage => ({
  path: '/app/config.json',
  headers: {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  read: async () => Buffer.from(JSON.stringify(configuration)),
});

/** Serves the page with the security policy that a deployed stage has. */
const serveBoxOffice = (
  page: BoxOfficePage,
  { signIn, flyersUrl, payments }: PageConfiguration,
): ServeFirst => {
  const { origin } = new URL(flyersUrl);
  const { connections, ...paying } = findPaymentOrigins(payments);
  const security = makeSecurityHeaders({
    ...paying,
    images: [origin],
    connections: [
      origin,
      ...(signIn.kind === 'issuer' ? findIssuerOrigins(signIn) : []),
      ...connections,
    ],
  });
  return async ({ method, path }) => {
    const file = method === 'GET' || method === 'HEAD' ? await page.find(path) : undefined;
    if (file === undefined) return undefined;
    const { status: statusCode, headers, body } = file;
    return { statusCode, headers: { ...security, ...headers }, cookies: [], body };
  };
};

/** Each route exists with and without the version prefix, and HEAD wherever GET does. */
const gatewayRoutes: readonly GatewayRoute[] = allRoutes.flatMap((route) =>
  [route.path, `${VERSION_PREFIX}${route.path}`].flatMap((path) =>
    listMethods(route).map((method) => ({
      method,
      path,
      function: route.function,
      scopes: scopesOf(route.access),
    })),
  ),
);

function scopesOf(access: RouteAccess): readonly string[] | undefined {
  switch (access) {
    case 'anybody':
      return undefined;
    case 'buyer':
      return [];
    case 'admin':
      return [ADMIN_SCOPE];
  }
}
