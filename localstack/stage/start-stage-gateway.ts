import { listPages } from '@willcall/api-docs';
import {
  ADMIN_SCOPE,
  allRoutes,
  listMethods,
  type RouteAccess,
  VERSION_PREFIX,
} from '@willcall/contracts';
import type { GatewayRoute } from '../aws/api-gateway/match-route.ts';
import { startGateway } from '../aws/api-gateway/start-gateway.ts';
import { extractPublicKey, loadSigningKey } from '../aws/identity/signing-key.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { LoopbackServer } from '../aws/process/loopback-server.ts';
import { LOCAL_ISSUER } from './identity.ts';
import type { StageFunctions } from './stage-functions.ts';

type StageGatewayOptions = {
  readonly functions: StageFunctions;
  /** The folder with the signing key of accepted tokens. */
  readonly stateFolder: string;
  /** Default: any free port. */
  readonly port?: number | undefined;
  readonly log: LocalLog;
};

/** Starts a gateway that serves the API routes with the functions of a stage, and the pages about the API. */
export const startStageGateway = async (options: StageGatewayOptions): Promise<LoopbackServer> => {
  const { functions, stateFolder, port, log } = options;
  const keys = { keys: [extractPublicKey(await loadSigningKey(stateFolder))] };
  const authorizer = { ...LOCAL_ISSUER, keys };
  const pages = listPages();
  return await startGateway({ routes: gatewayRoutes, functions, authorizer, pages, port, log });
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
