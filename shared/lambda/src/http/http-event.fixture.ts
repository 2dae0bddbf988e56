import type { Context } from 'aws-lambda';
import type { HttpEvent } from './request.ts';

/** API Gateway makes each claim a text. Other gateways hand claims on as they are. */
type Claims = Readonly<Record<string, unknown>>;

export type HttpEventOptions = {
  /** As API Gateway names it, e.g. `POST /v1/shows`. */
  readonly routeKey?: string;
  /** Keyed by lower-case name, as in API Gateway. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The raw body. */
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Claims of the verified token. Without them there is no authorizer, as on public routes. */
  readonly claims?: Claims;
};

/** Creates an API Gateway HTTP API event (payload 2.0). */
export function createHttpEvent({
  routeKey = 'GET /health',
  headers = {},
  body,
  isBase64Encoded = false,
  path,
  query,
  claims,
}: HttpEventOptions = {}): HttpEvent {
  const [method = 'GET', rawPath = '/'] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: { ...headers },
    isBase64Encoded,
    ...(body === undefined ? {} : { body }),
    ...(path === undefined ? {} : { pathParameters: path }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'test',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '01/May/2031:08:00:00 +0000',
      timeEpoch: Date.UTC(2031, 4, 1, 8),
      ...(claims === undefined
        ? {}
        : {
            authorizer: {
              principalId: '',
              integrationLatency: 0,
              jwt: { claims: asTyped(claims), scopes: [] },
            },
          }),
    },
  };
}

/** The type promises texts, and a test checks that the code does not rely on it. */
const asTyped = (claims: Claims): Record<string, string> => JSON.parse(JSON.stringify(claims));

const unused = () => {
  throw new Error('Handlers return a promise and do not call this');
};

/** Creates the context of an invocation. */
export const createLambdaContext = (): Context => ({
  awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'willcall-test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:willcall-test',
  logGroupName: '/aws/lambda/willcall-test',
  logStreamName: 'test',
  memoryLimitInMB: '128',
  getRemainingTimeInMillis: () => 3_000,
  done: unused,
  fail: unused,
  succeed: unused,
});
