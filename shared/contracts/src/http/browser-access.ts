import { allRoutes } from './all-routes.ts';

/**
 * What pages of the origins that a stage allows may send to the API and read of its answers (CORS). Deployed
 * and local gateways have the same.
 */
export const browserAccess = {
  methods: [...new Set(allRoutes.map(({ method }) => method))].sort(),
  /** The headers that the API reads. */
  requestHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-none-match',
    'x-correlation-id',
  ],
  /** The headers that a page needs to poll, to retry and to report. */
  exposedHeaders: [
    'etag',
    'location',
    'retry-after',
    'idempotency-key',
    'x-correlation-id',
    'deprecation',
    'sunset',
  ],
  /** Chromium keeps the answer to a preflight request for at most two hours. */
  preflightMaxAgeSeconds: 7_200,
} as const;
