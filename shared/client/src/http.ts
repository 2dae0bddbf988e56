import { makeAnswerError, readRetryAfter, WillcallError } from './error.ts';

/** A bearer token, or a function that returns a valid one. It is called for each request. */
export type Token = string | (() => string | Promise<string>);

export type WillcallOptions = {
  /** The URL of the API, e.g. `https://tickets.example.com`. A path is kept, for an API behind a proxy. */
  readonly url: string;
  /** Needed by every call except those that anybody may make. */
  readonly token?: Token;
  /** Milliseconds after which one request is given up. Default: 15,000. */
  readonly requestTimeoutMs?: number;
  /** How often a request is sent at most if it is safe to repeat. Default: 6. */
  readonly attempts?: number;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
};

export type CallOptions = {
  /** Ends the call. It then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds after which the whole call is given up: attempts, waits and polls. For a list, the limit
   * of each page. Default: no limit.
   */
  readonly timeoutMs?: number | undefined;
};

/** The parameters of a query. Those that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export type Call = {
  readonly method: string;
  /** Below `/v1`, with encoded parameters. */
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether sending it twice has the same effect as once. Default: true, except for POST and PATCH. */
  readonly repeatable?: boolean;
};

/** A success. The types of its callers say what the body is; new fields can appear in it. */
export type Answer = {
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;
};

/** Sends a call, and repeats it if that is safe and can help. */
export type Send = (call: Call, signal: AbortSignal | undefined) => Promise<Answer>;

const ATTEMPTS = 6;
/** Longer than the timeout of every function, so that the function's own answer comes first. */
const REQUEST_TIMEOUT_MS = 15_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** Waits are up to this much longer, so that many clients do not return at the same moment. */
const JITTER = 0.25;

/**
 * Creates the function that sends all calls of a client.
 *
 * @throws TypeError if the URL is not valid
 */
export function createSend(options: WillcallOptions): Send {
  const { attempts = ATTEMPTS, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const base = readBase(options.url);
  return async (call, signal) => {
    const { repeatable = !['POST', 'PATCH'].includes(call.method) } = call;
    for (let nth = 1; ; nth += 1) {
      try {
        return await sendOnce({ ...options, url: base }, call, requestTimeoutMs, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof WillcallError && isWorthRepeating(error))) throw error;
        if (!repeatable || nth >= attempts) throw error;
        await wait(computeWaitMs(error.retryAfterSeconds, nth), signal);
      }
    }
  };
}

/**
 * Returns the URL without a slash or `/v1` at its end.
 *
 * @throws TypeError if it is not an http or https URL
 */
function readBase(url: string): string {
  const { protocol, origin, pathname } = new URL(url);
  if (!/^https?:$/.test(protocol)) throw new TypeError(`${url} is not an http or https URL`);
  return `${origin}${pathname.replace(/\/+$/, '').replace(/\/v1$/, '')}`;
}

/**
 * Encodes an id for a path.
 *
 * @throws TypeError if it is empty or would change the path
 */
export function toSegment(id: string): string {
  if (typeof id === 'string' && !['', '.', '..'].includes(id)) return encodeURIComponent(id);
  throw new TypeError(`${JSON.stringify(id)} is not an id`);
}

/** Nobody knows what a 500 or 502 did, and repeating it seldom helps. A closed sale does not open in seconds. */
const isWorthRepeating = ({ code, status }: WillcallError): boolean =>
  code === 'NO_ANSWER' || status === 429 || status === 503;

/** Milliseconds before the next attempt: as the server says, else doubled each time, with jitter. */
const computeWaitMs = (retryAfterSeconds: number | undefined, nth: number): number =>
  (retryAfterSeconds === undefined
    ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (nth - 1))
    : retryAfterSeconds * 1_000) *
  (1 + Math.random() * JITTER);

async function sendOnce(
  { url, token, fetch: send = fetch }: WillcallOptions,
  { method, path, query, body, headers }: Call,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const name = `${method} /v1${path}`;
  const bearer = typeof token === 'function' ? await token() : token;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await send(`${url}/v1${path}${formatQuery(query)}`, {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // The token must not follow a redirect.
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    throw new WillcallError(`${name}: no answer`, { code: 'NO_ANSWER', retryable: true, cause });
  }
  const parsed = parse(text);
  if (!response.ok) throw makeAnswerError(name, response, parsed);
  if (response.status !== 204 && (typeof parsed !== 'object' || parsed === null)) {
    throw new WillcallError(`${name}: ${response.status} without the described JSON`, {
      code: 'UNEXPECTED_ANSWER',
      status: response.status,
      correlationId: response.headers.get('x-correlation-id') ?? undefined,
      retryable: false,
    });
  }
  return { body: parsed, retryAfterSeconds: readRetryAfter(response) };
}

/** Writes a query with its question mark, or nothing if it has no parameters. */
export const formatQuery = (query: Query = {}): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size === 0 ? '' : `?${search}`;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Waits.
 *
 * @throws the reason of the signal
 */
export const wait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });

/**
 * Does the work of a call within its `timeoutMs`.
 *
 * @throws WillcallError with the code TIMEOUT; the signal's reason; whatever the work throws
 */
export async function withTimeout<T>(
  { signal, timeoutMs }: CallOptions,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (timeoutMs === undefined) return await work(signal);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await work(signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
  } catch (cause) {
    if (cause !== timeout.reason) throw cause;
    const message = `No result after ${timeoutMs} ms`;
    throw new WillcallError(message, { code: 'TIMEOUT', retryable: true, cause });
  }
}

/** Sends a call within its `timeoutMs`, and returns the body of the answer. */
export const sendWithin = async <T>(
  send: Send,
  call: Call,
  options: CallOptions = {},
): Promise<T> => (await withTimeout(options, (signal) => send(call, signal))).body as T;

/** Reads page after page of a list. A page is requested when it is needed. */
export async function* readPages<P extends { readonly nextCursor?: string }>(
  send: Send,
  call: Call,
  options: CallOptions = {},
): AsyncGenerator<P, void, undefined> {
  for (let cursor: string | undefined; ; ) {
    const page = await sendWithin<P>(send, { ...call, query: { ...call.query, cursor } }, options);
    yield page;
    if (page.nextCursor === undefined) return;
    cursor = page.nextCursor;
  }
}

/** Lists the items of all pages. A page is requested when its first item is needed. */
export async function* listPages<T>(
  send: Send,
  call: Call,
  name: string,
  options: CallOptions = {},
): AsyncGenerator<T, void, undefined> {
  type Page = { readonly nextCursor?: string } & Readonly<Record<string, unknown>>;
  for await (const page of readPages<Page>(send, call, options)) yield* page[name] as readonly T[];
}
