import * as http from 'node:http';
import * as https from 'node:https';
import { text } from 'node:stream/consumers';
import { parseJson } from '@willcall/contracts';

export type HttpRequest = {
  /** Defaults to GET. */
  readonly method?: string;
  /** A path, or a whole URL of the same origin, such as a `Location`. */
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged instead of `body`, for text that a JSON serializer would not write. */
  readonly rawBody?: string;
  readonly signal?: AbortSignal | undefined;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  /** The parsed JSON. Undefined if the text is not JSON. */
  readonly body: unknown;
  /**
   * Milliseconds from the moment when the request had a connection to the first line of the answer. The
   * wait for a free connection of this client is not part of it.
   */
  readonly answerMs: number;
};

/** A URL, such as a Location, is on another host. The token must not be sent there. */
export class ForeignOriginError extends Error {
  override readonly name = 'ForeignOriginError';

  constructor(url: string) {
    super(`${url} is on another host, and the token must not be sent there`);
  }
}

/** A connection pool for one origin. It keeps a bounded number of connections open. */
export type Transport = {
  /**
   * Sends a request once and returns any answer, whatever its status. Does not follow redirects.
   *
   * @throws ForeignOriginError; Error if there is no answer: unreachable, a timeout, or the signal
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
};

export type TransportOptions = {
  /** The API's URL. Only its origin is used. */
  readonly url: string;
  /** The maximum number of concurrent requests. Further requests wait in line. */
  readonly connections: number;
  /** Milliseconds without a byte after which a request fails; 0 for no limit. */
  readonly idleTimeoutMs: number;
};

export function openTransport({ url, connections, idleTimeoutMs }: TransportOptions): Transport {
  const { origin, protocol } = new URL(url);
  const { Agent, request } = protocol === 'https:' ? https : http;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    // The same rule as in Node's own fetch.
    ...(process.env.NODE_USE_ENV_PROXY === '1' && { proxyEnv: process.env }),
  });
  return {
    async send({ method = 'GET', path, token, headers, body, rawBody, signal }) {
      const target = new URL(path, origin);
      if (target.origin !== origin) {
        throw new ForeignOriginError(path);
      }
      const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
      const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
      const call = request(target, {
        method,
        agent,
        signal,
        timeout: idleTimeoutMs,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(content !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(content),
          }),
          ...headers,
        },
      });
      let sentAt = performance.now();
      call.once('socket', () => {
        sentAt = performance.now();
      });
      call.once('response', resolve);
      call.once('error', reject);
      call.once('timeout', () => call.destroy(new Error('The API sent nothing for too long')));
      call.end(content);
      const response = await promise;
      const answerMs = performance.now() - sentAt;
      const answered = await text(response);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: answered,
        body: parseJson(answered),
        answerMs,
      };
    },
    close: () => agent.destroy(),
  };
}
