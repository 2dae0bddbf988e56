import * as z from 'zod';
import type { ZodOpenApiHeadersObject } from 'zod-openapi';
import { announceDeprecation } from '../http/api.ts';
import { IdempotencyKey } from '../http/purchase-requests.ts';
import type { RouteDefinition } from '../http/routes.ts';
import { CorrelationId } from '../ids.ts';
import { known } from '../known.ts';

// Request headers have no examples: pages that try requests would send them, and a key names one purchase.
const correlationId = z.optional(CorrelationId).meta({
  description:
    'Links the request to its message, record, events and logs. A missing or invalid value is replaced by the id of the gateway.',
});

const idempotencyKey = z.optional(IdempotencyKey).meta({
  description:
    'Names this purchase: 1 to 255 printable ASCII characters, chosen by the caller. The same key and body always mean the same purchase. Without it, the server generates a key and returns it.',
});

const ifNoneMatch = z.string().optional().meta({
  description: 'The `ETag` of an earlier answer. If nothing has changed since, the answer is 304.',
});

const retryAfter = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: 'Seconds to wait before the next request.', example: '1' });

/** The response headers that a route can name, as they are written in the document. */
const answerHeaders = {
  location: [
    'Location',
    z.string().meta({
      description: 'The path of the new resource.',
      example: '/v1/purchases/q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D',
    }),
  ],
  'retry-after': ['Retry-After', retryAfter],
  // Every answer has `Cache-Control`. One that a cache may share also says by what it differs.
  'cache-control': [
    'Vary',
    z.string().meta({ description: 'What a cache must compare.', example: 'origin' }),
  ],
  etag: [
    'ETag',
    z.string().meta({
      description: 'Names this answer. Send it as `If-None-Match`.',
      example: 'W/"mTdrQ2z0bUq1J4oE"',
    }),
  ],
} as const;

/** The headers of every answer of a function. */
const everyAnswer = {
  'X-Correlation-Id': z.string().meta({
    description: 'The correlation id. Name it when you report a problem.',
    example: 'order-7',
  }),
  'Cache-Control': z.string().meta({ description: 'Whether the answer can be cached.' }),
};

const echoedKey = z.string().meta({ description: 'The key of the request, or the generated key.' });

/** The headers of every answer of a deprecated route. */
const describeDeprecation = ({ deprecated }: RouteDefinition): Record<string, z.ZodType> =>
  deprecated === undefined
    ? {}
    : {
        Deprecation: z.string().meta({
          description: 'Since when the route is deprecated, in seconds since 1970 (RFC 9745).',
          example: announceDeprecation(deprecated).deprecation,
        }),
        Sunset: z.string().meta({
          description: 'When the route may stop to answer, as an HTTP date (RFC 8594).',
          example: announceDeprecation(deprecated).sunset,
        }),
      };

/** Whether the route reads and returns an `Idempotency-Key`. */
export const takesKey = ({ requestHeaders }: RouteDefinition): boolean =>
  requestHeaders?.includes('idempotency-key') === true;

/** Whether the route compares `If-None-Match` with its `ETag`. */
export const isConditional = ({ requestHeaders }: RouteDefinition): boolean =>
  requestHeaders?.includes('if-none-match') === true;

/** Describes the request headers of a route, except `Authorization` and `Content-Type`. */
export const describeRequestHeaders = (route: RouteDefinition): z.ZodObject =>
  z.object({
    ...(takesKey(route) ? { 'Idempotency-Key': idempotencyKey } : {}),
    ...(isConditional(route) ? { 'If-None-Match': ifNoneMatch } : {}),
    'X-Correlation-Id': correlationId,
  });

/** Describes the headers of a successful answer. */
export const describeAnswerHeaders = (route: RouteDefinition): z.ZodObject => {
  const named = (route.headers ?? []).flatMap((name): [string, z.ZodType][] => {
    const [header, schema] = answerHeaders[name];
    // A purchase that is decided has no Retry-After.
    return [[header, name === 'retry-after' && route.status === 200 ? asOptional(schema) : schema]];
  });
  return z.object({
    ...everyAnswer,
    ...describeDeprecation(route),
    ...(takesKey(route) ? { 'Idempotency-Key': echoedKey } : {}),
    ...Object.fromEntries(named),
  });
};

/**
 * Describes the headers of an error. All are optional: some errors have no `Retry-After`, and the gateway
 * can answer in the function's place without any of them.
 */
export const describeErrorHeaders = (route: RouteDefinition): ZodOpenApiHeadersObject => ({
  ...Object.fromEntries(
    [
      'X-Correlation-Id',
      'Cache-Control',
      'Retry-After',
      ...(takesKey(route) ? ['Idempotency-Key'] : []),
    ].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  ),
  ...Object.fromEntries(
    Object.entries(describeDeprecation(route)).map(([name, { description }]) => [
      name,
      { description: known(description, `description of ${name}`), schema: { type: 'string' } },
    ]),
  ),
});

/** Keeps the description, which zod leaves with the inner schema. */
const asOptional = (header: z.ZodType): z.ZodType => header.optional().meta({ ...header.meta() });

/** The headers to which `describeErrorHeaders` refers. */
export const errorHeaders = {
  'X-Correlation-Id': asOptional(everyAnswer['X-Correlation-Id']),
  'Cache-Control': asOptional(everyAnswer['Cache-Control']),
  'Retry-After': asOptional(retryAfter),
  'Idempotency-Key': asOptional(echoedKey),
};
