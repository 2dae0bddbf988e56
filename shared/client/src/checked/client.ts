import { setTimeout as delay } from 'node:timers/promises';
import {
  type AnswerOf,
  answers,
  type DecidedPurchase,
  known,
  type PurchaseRequest,
  type RequestOf,
  type RouteDefinition,
  type RouteId,
  routes,
  VERSION_PREFIX,
} from '@willcall/contracts';
import { formatQuery, type Query, type Token } from '../http.ts';
import {
  type AcceptedPurchase,
  awaitDecision,
  type BuyOptions,
  type KeyedOptions,
  type PollOptions,
  requestPurchase,
} from './purchase.ts';
import {
  type CheckedRequest,
  DEFAULT_RETRY,
  type RetryPolicy,
  sendChecked,
  type Wait,
} from './request.ts';
import { type HttpAnswer, openTransport, type Transport } from './transport.ts';

export type ClientOptions = {
  /** The API's URL. Only its origin is used, and tokens are sent to no other. */
  readonly url: string;
  /** The token of requests that do not have their own. */
  readonly token?: Token | undefined;
  /** The maximum number of concurrent requests. Further requests wait in line. */
  readonly connections?: number;
  /** Milliseconds without a byte after which a request fails; 0 for no limit. */
  readonly idleTimeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** How to wait between two requests. Tests replace it. */
  readonly wait?: Wait;
};

export type CallOptions = {
  readonly token?: Token | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Whether it is safe to send twice. Defaults to the method and the Idempotency-Key. */
  readonly isSafeToRepeat?: boolean;
};

/** The HTTP API of willcall, as its users call it. */
export type Client = {
  /** Sends any request once and returns any answer, for tests of invalid requests. */
  readonly send: Transport['send'];
  /**
   * Calls a route and repeats the request by the client's retry policy until it succeeds.
   *
   * @throws ApiError for another answer, or one that does not match the schema; the signal's reason
   */
  call<Id extends RouteId>(
    id: Id,
    request: RequestOf<Id> & CallOptions,
  ): Promise<HttpAnswer & { readonly body: AnswerOf<Id> }>;
  /**
   * Requests tickets. A lost answer never buys twice.
   *
   * @throws ApiError for anything but 202 with a Location; the signal's reason
   */
  requestPurchase(body: PurchaseRequest, options?: KeyedOptions): Promise<AcceptedPurchase>;
  /**
   * Polls a purchase at the interval that the server requests, until it is decided.
   *
   * @throws ApiError for anything but a purchase; the signal's reason
   */
  awaitDecision(
    accepted: Pick<AcceptedPurchase, 'location' | 'retryAfterSeconds'>,
    options?: PollOptions,
  ): Promise<DecidedPurchase>;
  /** Requests tickets and waits for the decision. */
  buy(body: PurchaseRequest, options?: BuyOptions): Promise<DecidedPurchase>;
  /** Closes the connections that are kept open. */
  close(): void;
};

/** Enough for a thousand concurrent buyers, and far below the machine's limit for open files. */
export const DEFAULT_CONNECTIONS = 128;

/** Longer than the slowest function's timeout, so that the function's own answer comes first. */
const IDLE_TIMEOUT_MS = 15_000;

/**
 * Opens a client of the API at a URL. It connects on the first request.
 *
 * @example
 * const client = openClient({ url: 'http://127.0.0.1:3000', token });
 * const purchase = await client.buy({ showId, quantity: 2, holder, card }, { signal });
 */
export function openClient({
  url,
  token: ownToken,
  connections = DEFAULT_CONNECTIONS,
  idleTimeoutMs = IDLE_TIMEOUT_MS,
  retry,
  wait = (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
}: ClientOptions): Client {
  const transport = openTransport({ url, connections, idleTimeoutMs });
  const policy = { ...DEFAULT_RETRY, ...retry };
  const send = ({ token = ownToken, ...request }: CheckedRequest) =>
    sendChecked(transport, { ...request, token }, { policy, wait });
  return {
    send: transport.send,
    call: async (id, request) => {
      const answer = await send(makeRequest(id, request));
      return { ...answer, body: answer.body as AnswerOf<typeof id> };
    },
    requestPurchase: (body, options = {}) => requestPurchase(send, body, options),
    awaitDecision: (accepted, options = {}) => awaitDecision({ send, wait }, accepted, options),
    async buy(body, options = {}) {
      const accepted = await requestPurchase(send, body, options);
      options.onAccepted?.(accepted);
      return await awaitDecision({ send, wait }, accepted, options);
    },
    close: transport.close,
  };
}

/** A request to a route, without the route's own types. */
type Named = CallOptions & {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly body?: unknown;
};

/** Builds the request to a route, with values for the parameters in its path. */
const makeRequest = (
  id: RouteId,
  { path: names = {}, query, ...request }: Named,
): CheckedRequest => {
  const route: RouteDefinition = routes[id];
  const { method, status } = route;
  // The health route has no version.
  const template = id === 'getHealth' ? route.path : `${VERSION_PREFIX}${route.path}`;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(known(names[name], name)),
  );
  return {
    ...request,
    method,
    path: path + formatQuery(query),
    route: `${method} ${template}`,
    status,
    answer: answers[id],
  };
};
