import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { BadSettingError, PortTakenError } from '../local-aws-error.ts';

export type LoopbackServer = {
  readonly url: string;
  /** Refuses new requests, and finishes those in progress. Can be repeated. */
  stop(): Promise<void>;
};

type LoopbackServerOptions = {
  /** Default: any free port. */
  readonly port?: number | undefined;
  /** The maximum size in bytes of the request line and the headers together. */
  readonly maxHeaderSize?: number | undefined;
};

/** Longer than clients keep an idle connection, so that the client closes it first. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts an HTTP server on 127.0.0.1.
 * @param respond MUST NOT reject. Responses MUST close their connection once the server is stopping.
 * @throws PortTakenError when another process listens on the port
 */
export const startLoopbackServer = async (
  { port = 0, maxHeaderSize }: LoopbackServerOptions,
  respond: (
    request: IncomingMessage,
    response: ServerResponse,
    isStopping: () => boolean,
  ) => Promise<void>,
): Promise<LoopbackServer> => {
  let stopping = false;
  const server = createServer({ maxHeaderSize, keepAliveTimeout: KEEP_ALIVE_MS });
  server.on('request', (request, response) => respond(request, response, () => stopping));
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  const boundPort = await listenOnLoopback(server, port);
  return {
    url: `http://127.0.0.1:${boundPort}`,
    stop: async () => {
      if (!stopping) server.close();
      stopping = true;
      await closed;
    },
  };
};

/** Room for the connections that a rush of buyers opens at once. Node's default of 511 drops some. */
const BACKLOG = 4_096;

/**
 * Listens on 127.0.0.1, and returns the port. Port 0 selects a free one.
 * @throws PortTakenError when another process listens on the port
 */
export const listenOnLoopback = async (server: Server, port: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(new PortTakenError(port, { cause: error }));
    else if (error.code === 'EACCES') reject(createPortNotAllowedError(port, error));
    else reject(error);
  });
  server.listen({ host: '127.0.0.1', port, backlog: BACKLOG }, () => {
    resolve((server.address() as AddressInfo).port);
  });
  return await promise;
};

const createPortNotAllowedError = (port: number, cause: Error): BadSettingError =>
  new BadSettingError(
    `Port ${port} requires administrator rights. Set PORT to a port above 1023.`,
    { cause },
  );

/**
 * API Gateway's quota for the payload of a request: 10 MB.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads the body of a request. Never keeps more than `maxBytes` in memory. */
export const readBody = async (
  request: IncomingMessage,
  maxBytes: number = MAX_BODY_BYTES,
): Promise<Buffer | 'too-large'> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return 'too-large';
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | 'too-large'>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    // Read and drop the rest. Closing the connection now could reset it before a client that is still
    // sending has read the response.
    chunks.length = 0;
    resolve('too-large');
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', reject);
  return await promise;
};
