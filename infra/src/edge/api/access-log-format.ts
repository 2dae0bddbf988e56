/**
 * What the access log says of a request: which route, how it went, how long it took. Nothing of who
 * asked: no address, no user, no user agent, and neither path nor query, since a path may hold a
 * user's id and a cursor is in the query. `requestId` leads to the function's log.
 * Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const accessLogFields = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  protocol: '$context.protocol',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  lambdaStatus: '$context.integration.integrationStatus',
  functionLatencyMs: '$context.integration.latency',
  errorType: '$context.error.responseType',
} as const;

/** One line of JSON, as API Gateway fills it in. */
export const accessLogFormat = (): string => JSON.stringify(accessLogFields);
