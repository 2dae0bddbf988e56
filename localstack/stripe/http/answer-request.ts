import type { IncomingMessage, ServerResponse } from 'node:http';
import { type LocalLog, logToConsole } from '../../aws/process/local-log.ts';
import { readBody } from '../../aws/process/loopback-server.ts';
import { type Account, API_VERSION } from '../account.ts';
import { createId } from '../ids.ts';
import { checkApiKey } from './api-keys.ts';
import { createExecutor, Disconnected, internalError } from './execute-request.ts';
import { parseForm } from './form.ts';
import { createRateLimit } from './rate-limit.ts';
import { findRoute } from './routes.ts';
import { type Answer, StripeFailure } from './stripe-failure.ts';

const MAX_BODY_BYTES = 256 * 1_024;

/**
 * Pages of any origin may call the API, as they may call Stripe's: a call needs a key, and a page has
 * only the publishable one.
 */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'access-control-allow-headers':
    'Authorization, Content-Type, Idempotency-Key, Stripe-Version, Stripe-Account',
  'access-control-expose-headers': 'Request-Id, Stripe-Should-Retry',
  'access-control-max-age': '300',
};

type RequestOptions = {
  readonly requestsPerSecond: number;
  readonly log?: LocalLog;
};

/** Answers requests of the API. It never rejects, and it logs neither parameters nor keys. */
export const createResponder = (
  account: Account,
  { requestsPerSecond, log = logToConsole }: RequestOptions,
) => {
  const execute = createExecutor(account);
  const rateLimit = createRateLimit(account.now, requestsPerSecond);

  const perform = async (request: IncomingMessage, url: URL, id: string): Promise<Answer> => {
    const method = request.method ?? 'GET';
    const route = findRoute(method, url.pathname);
    if (route === undefined) throw refuseRoute(method, url.pathname);
    checkVersion(request);
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === 'too-large') throw new StripeFailure(413, 'The request is too large.');
    const form = parseForm(method === 'POST' ? body.toString() : url.search);
    const parameters = checkApiKey(account.keys, route.operation.name, request.headers, form);
    rateLimit.take(method === 'GET' ? 'read' : 'write');
    const key = request.headers['idempotency-key'];
    return await execute({
      id,
      path: url.pathname,
      operation: route.operation,
      objectId: route.id,
      parameters,
      idempotencyKey: method === 'POST' && typeof key === 'string' ? key : undefined,
    });
  };

  const answer = async (request: IncomingMessage, url: URL, id: string): Promise<Answer> => {
    try {
      return await perform(request, url, id);
    } catch (error) {
      if (error instanceof StripeFailure) return error.toAnswer();
      if (error instanceof Disconnected) throw error;
      log({ message: 'The local Stripe failed', subject: 'stripe', error });
      return internalError().toAnswer();
    }
  };

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    isStopping: () => boolean,
  ): Promise<void> => {
    const id = createId('req', REQUEST_ID_LENGTH);
    if (request.method === 'OPTIONS') {
      response.writeHead(200, CORS).end();
      return;
    }
    try {
      const { status, body, headers } = await answer(request, url, id);
      // An unread rest of the body would be parsed as the next request.
      const close = isStopping() || !request.complete;
      response.writeHead(status, {
        ...CORS,
        'content-type': 'application/json',
        'cache-control': 'no-cache, no-store',
        'request-id': id,
        'stripe-version': API_VERSION,
        ...(request.headers['idempotency-key'] && {
          'idempotency-key': request.headers['idempotency-key'],
        }),
        ...headers,
        ...(close && { connection: 'close' }),
      });
      response.end(JSON.stringify(body));
    } catch {
      response.socket?.destroy();
    }
  };
};

const REQUEST_ID_LENGTH = 14;

const checkVersion = ({ headers }: IncomingMessage): void => {
  const version = headers['stripe-version'];
  if (version === undefined || version === API_VERSION) return;
  throw new StripeFailure(
    400,
    `Invalid Stripe API version. The local Stripe speaks only version ${API_VERSION}.`,
  );
};

const refuseRoute = (method: string, path: string): StripeFailure =>
  new StripeFailure(
    404,
    `Unrecognized request URL (${method}: ${/^[\w/-]{1,100}$/.test(path) ? path : '?'}). The local Stripe may not have this part of Stripe: see its README.`,
  );
