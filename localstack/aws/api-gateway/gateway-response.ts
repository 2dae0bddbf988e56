import type { HttpResponse } from './http-response.ts';

/** What API Gateway answers by itself, without asking a function: `{message}`, no problem document. */
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

export const gatewayResponse = (statusCode: GatewayStatus): HttpResponse => ({
  statusCode,
  headers: {
    'content-type': 'application/json',
    ...(statusCode === 401 && { 'www-authenticate': 'Bearer' }),
  },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message: MESSAGES[statusCode] })),
});
