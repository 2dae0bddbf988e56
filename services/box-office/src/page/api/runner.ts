/** What an endpoint of the runner answered. */
export type RunnerAnswer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Milliseconds. Before a demo sale the runner makes a show, and then answers at once. */
const TIMEOUT_MS = 30_000;

/**
 * Sends a request to an endpoint of the runner. Only `npm start` has one.
 *
 * @throws TypeError, SyntaxError or DOMException if there is no answer
 */
export async function askRunner(endpoint: string, body: object): Promise<RunnerAnswer> {
  const response = await fetch(`/app/runner/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: Object(await response.json()) };
}
