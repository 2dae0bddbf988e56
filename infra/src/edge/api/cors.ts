import type { Route } from '@willcall/contracts';
import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, type CorsPreflightOptions } from 'aws-cdk-lib/aws-apigatewayv2';

/** The request headers that the API reads, beyond what a browser may send anyway. */
const ASKED_HEADERS = ['authorization', 'content-type', 'idempotency-key', 'x-correlation-id'];

/** The answer's headers that a page needs to poll, to retry and to report. */
const ANSWERED_HEADERS = ['location', 'retry-after', 'idempotency-key', 'x-correlation-id'];

/** Chromium keeps a preflight's answer for two hours at most. */
const PREFLIGHT_IS_KEPT = Duration.hours(2);

/** What browsers may ask from pages of the configured origins; nothing where there are none. */
export function cors(
  routes: readonly Route[],
  origins: readonly string[],
): CorsPreflightOptions | undefined {
  if (origins.length === 0) return undefined;
  const methods = [...new Set(routes.map(({ method }) => method))].sort();
  return {
    allowOrigins: [...origins],
    allowMethods: methods.map((method) => CorsHttpMethod[method]),
    allowHeaders: ASKED_HEADERS,
    exposeHeaders: ANSWERED_HEADERS,
    // Tokens are sent in a header, by pages that hold them; cookies are not used.
    allowCredentials: false,
    maxAge: PREFLIGHT_IS_KEPT,
  };
}
