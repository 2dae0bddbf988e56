import type { IncomingMessage } from 'node:http';
import type { HttpResponse } from './http-response.ts';

/** The CORS settings of an HTTP API without credentials. */
export type CorsSettings = {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number;
};

/**
 * Answers a preflight request, as API Gateway does for every path, whether it has a route or not. The answer
 * to another origin has no CORS headers, so that its browser sends nothing. Undefined: no preflight.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const answerPreflight = (
  cors: CorsSettings,
  request: IncomingMessage,
): HttpResponse | undefined => {
  const { 'access-control-request-method': asked } = request.headers;
  const isPreflight = request.method === 'OPTIONS' && asked !== undefined;
  if (!isPreflight || request.headers.origin === undefined) return undefined;
  const origin = findAllowedOrigin(cors, request);
  return {
    statusCode: 204,
    headers:
      origin === undefined
        ? {}
        : {
            'access-control-allow-origin': origin,
            'access-control-allow-methods': cors.allowMethods.join(','),
            'access-control-allow-headers': cors.allowHeaders.join(','),
            'access-control-max-age': String(cors.maxAgeSeconds),
            vary: 'origin',
          },
    cookies: [],
    body: Buffer.alloc(0),
  };
};

/** Lets a page of an allowed origin read an answer, an error of the gateway too. */
export const allowReading = (
  cors: CorsSettings,
  request: IncomingMessage,
  response: HttpResponse,
): HttpResponse => {
  const origin = findAllowedOrigin(cors, request);
  if (origin === undefined) return response;
  return {
    ...response,
    headers: {
      ...response.headers,
      'access-control-allow-origin': origin,
      'access-control-expose-headers': cors.exposeHeaders.join(','),
    },
  };
};

const findAllowedOrigin = (
  { allowOrigins }: CorsSettings,
  { headersDistinct: { origin = [] } }: IncomingMessage,
): string | undefined =>
  origin.length === 1 ? allowOrigins.find((allowed) => allowed === origin[0]) : undefined;
