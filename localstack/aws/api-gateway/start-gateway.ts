import { createServer, type ServerResponse } from 'node:http';
import { allRoutes, type Route } from '@willcall/contracts';
import type { JSONWebKeySet } from 'jose';
import { consoleLog, type LocalLog } from '../process/local-log.ts';
import { listenOnLoopback } from '../process/loopback-server.ts';
import { jwtAuthorizer } from './authorize.ts';
import { gatewayResponse } from './gateway-response.ts';
import { type GatewayAnswer, type GatewayDependencies, requestHandler } from './handle-request.ts';
import { routeMatcher } from './match-route.ts';

export type GatewayOptions = {
  readonly functions: GatewayDependencies['functions'];
  /** The public keys that sign the tokens to accept. */
  readonly keys: JSONWebKeySet;
  /** Any free one by default. */
  readonly port?: number | undefined;
  readonly routes?: readonly Route[];
  readonly log?: LocalLog;
};

export type Gateway = {
  readonly url: string;
  /** Takes no more requests and finishes those under way. Repeatable. */
  stop(): Promise<void>;
};

/** Longer than clients keep an idle connection, so that they close it and not we under their feet. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Request line and headers together.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const LARGEST_HEADERS_BYTES = 10_240;

/** Starts the local API Gateway: an HTTP API with a JWT authorizer, on 127.0.0.1. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const log = options.log ?? consoleLog;
  const handle = requestHandler({
    matchRoute: routeMatcher(options.routes ?? allRoutes),
    authorize: jwtAuthorizer(options.keys),
    functions: options.functions,
    log,
  });
  let stopping = false;
  const server = createServer({
    maxHeaderSize: LARGEST_HEADERS_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.on('request', async (request, response) => {
    try {
      send(response, await handle(request), stopping);
    } catch (error) {
      log({ message: 'The gateway failed', subject: 'gateway', error });
      if (!response.headersSent) send(response, gatewayResponse(500), true);
    }
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (!stopping) server.close();
      stopping = true;
      await closed;
    },
  };
};

const send = (
  response: ServerResponse,
  { statusCode, headers, cookies, body }: Omit<GatewayAnswer, 'requestId'>,
  close: boolean,
): void => {
  response.writeHead(statusCode, {
    ...headers,
    'content-length': body.length,
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
    ...(close && { connection: 'close' }),
  });
  response.end(body);
};
