import * as z from 'zod';

export type HttpResponse = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};

const Structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Converts the result of a function to an HTTP response, by the rules of payload format 2.0. A result
 * with a statusCode is the response; any other result is the body of a 200. Returns undefined if the
 * result is not valid.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const createHttpResponse = (result: unknown): HttpResponse | undefined => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    return inferResponse(result);
  }
  const parsed = Structured.safeParse(result);
  if (!parsed.success) return undefined;
  const { statusCode, cookies, body, isBase64Encoded } = parsed.data;
  const headers = Object.entries(parsed.data.headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(headers) },
    cookies,
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
};

const inferResponse = (result: unknown): HttpResponse | undefined => {
  const body = typeof result === 'string' ? result : stringify(result);
  if (body === undefined) return undefined;
  const headers = { 'content-type': 'application/json' };
  return { statusCode: 200, headers, cookies: [], body: Buffer.from(body) };
};

const stringify = (result: unknown): string | undefined => {
  try {
    return JSON.stringify(result ?? null);
  } catch {
    return undefined;
  }
};

/** Responses of API Gateway itself: `{message}`, not a problem document. */
const MESSAGES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

export type GatewayStatus = keyof typeof MESSAGES;

export const createGatewayResponse = (statusCode: GatewayStatus): HttpResponse => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    ...(statusCode === 401 && { 'www-authenticate': 'Bearer' }),
  },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message: MESSAGES[statusCode] })),
});
