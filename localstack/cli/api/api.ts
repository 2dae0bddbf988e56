import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { loopbackOrigin } from '../stack/loopback-origin.ts';

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A path, or a whole address of the same API. */
  readonly path: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal: AbortSignal;
};

export type ApiAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
};

export type Api = {
  /** Rejects when there is no answer: unreachable, too slow, or the signal. */
  send(request: ApiRequest): Promise<ApiAnswer>;
  close(): void;
};

/** Requests under way at once; the others wait in line, as a rush at an edge does. */
export const CONNECTIONS = 128;

/** Longer than the slowest function may take, so that its own answer comes first. */
const SILENCE_MS = 15_000;

/** The API on this machine, over a bounded number of connections that are kept open. */
export const openApi = (url: string): Api => {
  const origin = loopbackOrigin(url);
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return {
    send: async ({ method, path, token, headers, body, signal }) => {
      const target = new URL(path, origin);
      loopbackOrigin(target.href);
      const content = body === undefined ? undefined : JSON.stringify(body);
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      const call = request(target, {
        method,
        agent,
        signal,
        timeout: SILENCE_MS,
        headers: {
          authorization: `Bearer ${token}`,
          ...(content !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(content),
          }),
          ...headers,
        },
      });
      call.once('response', resolve);
      call.once('error', reject);
      call.once('timeout', () => call.destroy(new Error('The API was silent for too long')));
      call.end(content);
      const response = await promise;
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: jsonOrNothing(await text(response)),
      };
    },
    close: () => agent.destroy(),
  };
};

const jsonOrNothing = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
