import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type HttpRequest = {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`: what no JSON serializer would write. */
  readonly rawBody?: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed JSON; undefined where the answer holds none. */
  readonly body: unknown;
};

export type HttpClient = (request: HttpRequest) => Promise<HttpAnswer>;

/** Requests under way at once; the rest of a rush waits for a connection. */
const CONNECTIONS = 128;

/** A client of the API on connections that are kept open. Nothing of an answer is judged here. */
export const httpClient = (origin: string): HttpClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return async ({ method = 'GET', path, token, headers, body, rawBody }) => {
    const content = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const call = request(new URL(path, origin), {
      method,
      agent,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(content !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(content),
        }),
        ...headers,
      },
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end(content);
    const response = await promise;
    const answered = await text(response);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: answered,
      body: jsonOrNothing(answered),
    };
  };
};

const jsonOrNothing = (content: string): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
};
