import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { withinTime } from '@willcall/domain';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ProblemError } from '../errors.ts';
import type { Observability } from '../observability/observe.ts';
import { createProblemReply, type HttpReply, toProblem, toResult } from './reply.ts';
import { getCorrelationId, getRoute, type HttpEvent } from './request.ts';

/** A Lambda function behind the HTTP API. */
export type HttpFunction = (
  event: HttpEvent,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** One route of a function. */
export type Route = (event: HttpEvent) => Promise<HttpReply>;

/**
 * Creates the handler of an HTTP route with its middleware: log context, metrics, errors to problem
 * documents, and, for routes with a body, the size limit and the JSON parser. The
 * `outerMiddleware` runs outside of the parsing and also sees requests that fail in it.
 */
export function createHttpHandler(
  { logger, metrics, log, measure }: Observability,
  route: Route,
  {
    takesBody = false,
    outerMiddleware = [],
  }: {
    readonly takesBody?: boolean;
    readonly outerMiddleware?: readonly middy.MiddlewareObj<HttpEvent, HttpReply>[];
  } = {},
): HttpFunction {
  const stack = middy<HttpEvent, HttpReply>(route);
  stack.use(injectLambdaContext(logger)).use(logMetrics(metrics));
  stack.before(() => measure.count('Requests'));
  for (const middleware of outerMiddleware) stack.use(middleware);
  stack.onError((request) => {
    const problem = toProblem(request.error);
    const fields = {
      correlationId: getCorrelationId(request.event),
      route: getRoute(request.event),
      code: problem.code,
      status: problem.document.status,
    };
    measure.count(`Problem${problem.document.status}`);
    if (problem.document.status < 500) log.info('Request refused', fields);
    else log.error('Request failed', { ...fields, error: problem });
    request.response = createProblemReply(problem);
  });
  if (takesBody) stack.use(limitBody()).use(requireUtf8()).use(httpJsonBodyParser());

  return async (event, context) => {
    const timeLeft = () => context.getRemainingTimeInMillis();
    return toResult(event, await withinTime(timeLeft, () => stack(event, context)));
  };
}

/** Bytes. Valid requests are far smaller, and a larger body is not worth parsing. */
const MAX_BODY_BYTES = 16 * 1024;

/**
 * Rejects a body over 16 KiB before it is parsed.
 *
 * @throws ProblemError PAYLOAD_TOO_LARGE
 */
const limitBody = (): middy.MiddlewareObj<HttpEvent> => ({
  before: ({ event: { body, isBase64Encoded } }) => {
    const size = Buffer.byteLength(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
    if (size > MAX_BODY_BYTES) throw new ProblemError('PAYLOAD_TOO_LARGE');
  },
});

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a gateway that decodes a body writes for bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

/** RFC 8259, 8.1: a sender must not add one, and a parser may refuse it. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Rejects a body that is not UTF-8 (RFC 8259, 8.1) before it is parsed: the parser would read other text than
 * was sent. A body that the gateway decoded shows it only by a replacement character, which no text may
 * have anyway.
 *
 * @throws ProblemError INVALID_JSON
 */
const requireUtf8 = (): middy.MiddlewareObj<HttpEvent> => ({
  before: ({ event: { body, isBase64Encoded } }) => {
    const text = decode(body ?? '', isBase64Encoded);
    if (text === undefined || text.includes(REPLACEMENT)) throw createRefusal(NOT_UTF8);
    if (text.startsWith(BYTE_ORDER_MARK)) throw createRefusal(BEGINS_WITH_MARK);
  },
});

const NOT_UTF8 =
  'The body must be encoded in UTF-8, without U+FFFD, the replacement character of broken decoding.';
const BEGINS_WITH_MARK = 'The body must not begin with a byte order mark.';

const createRefusal = (detail: string) => new ProblemError('INVALID_JSON', { detail });

function decode(body: string, isBase64Encoded: boolean): string | undefined {
  if (!isBase64Encoded) return body;
  try {
    return decoder.decode(Buffer.from(body, 'base64'));
  } catch {
    // A fatal decoder throws at the first wrong byte, and its error says nothing more.
    return undefined;
  }
}
