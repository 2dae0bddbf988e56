/** Metadata as the SDK attaches it to an error that the service answered with this HTTP status. */
export const answered = (httpStatusCode: number) => ({
  httpStatusCode,
  requestId: 'injected',
  attempts: 1,
  totalRetryDelay: 0,
});
