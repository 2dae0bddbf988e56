import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { BadSettingError, PortTakenError } from '../local-aws-error.ts';

export type LoopbackServer = {
  readonly url: string;
  /** Takes no more requests and finishes those under way. Repeatable. */
  stop(): Promise<void>;
};

type LoopbackServerOptions = {
  /** Any free one by default. */
  readonly port?: number | undefined;
  /** Of the request line and the headers together. */
  readonly maxHeaderSize?: number | undefined;
};

/** Longer than clients keep an idle connection, so that they close it and not we under their feet. */
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts an HTTP server on 127.0.0.1.
 * @param respond MUST NOT reject. Once the server is stopping, its responses have to close their connection.
 * @throws PortTakenError when something else listens there
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

/** As many connections may wait as a rush of buyers opens at once; Node's default of 511 drops some. */
const BACKLOG = 4_096;

/**
 * Listens on 127.0.0.1 and returns the port, which 0 leaves to the system.
 * @throws PortTakenError when something else listens there
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
  new BadSettingError(`Port ${port} may not be used: choose one above 1023 with PORT.`, { cause });

/**
 * API Gateway's quota for a request's payload, 10 MB.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads a request's body, or says that it is too large having kept no more than the limit of it. */
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
    // The rest is read and dropped: closing the connection on a client that is still sending could
    // reset it before the client has seen why.
    chunks.length = 0;
    resolve('too-large');
  });
  request.on('end', () => resolve(Buffer.concat(chunks)));
  request.on('error', reject);
  return await promise;
};
