import { ADMIN_SCOPE, allRoutes, type RouteAccess, VERSION_PREFIX } from '@willcall/contracts';
import type { GatewayRoute } from '../aws/api-gateway/match-route.ts';
import { startGateway } from '../aws/api-gateway/start-gateway.ts';
import { extractPublicKey, loadSigningKey } from '../aws/identity/signing-key.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { LoopbackServer } from '../aws/process/loopback-server.ts';
import { LOCAL_ISSUER } from './identity.ts';
import type { StageFunctions } from './stage-functions.ts';

type StageGatewayOptions = {
  readonly functions: StageFunctions;
  /** Its signing key signs the tokens to accept. */
  readonly stateFolder: string;
  /** Default: any free port. */
  readonly port?: number | undefined;
  readonly log: LocalLog;
};

/** Starts a gateway that has the routes of the API before a stage's functions. */
export const startStageGateway = async (options: StageGatewayOptions): Promise<LoopbackServer> => {
  const { functions, stateFolder, port, log } = options;
  const keys = { keys: [extractPublicKey(await loadSigningKey(stateFolder))] };
  const authorizer = { ...LOCAL_ISSUER, keys };
  return await startGateway({ routes: gatewayRoutes, functions, authorizer, port, log });
};

/** Each route is there with and without the version's prefix. */
const gatewayRoutes: readonly GatewayRoute[] = allRoutes.flatMap((route) =>
  [route.path, `${VERSION_PREFIX}${route.path}`].map((path) => ({
    method: route.method,
    path,
    function: route.function,
    scopes: scopesOf(route.access),
  })),
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
