/**
 * No reply in time, as @smithy/node-http-handler throws it with `requestTimeout` and
 * `throwOnRequestTimeout` (its set-request-timeout.js): whether the request took effect is unknown.
 */
export const requestTimeout = (): Error =>
  Object.assign(
    new Error(
      '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 1000 ms requestTimeout.',
    ),
    { name: 'TimeoutError', code: 'ETIMEDOUT' },
  );
