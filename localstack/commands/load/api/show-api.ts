import * as z from 'zod';
import { LocalAwsError } from '../../../aws/local-aws-error.ts';
import type { OpenedShow } from '../target/load-target.ts';

const Show = z.object({ showId: z.string(), capacity: z.int(), available: z.int() });

/** Milliseconds: longer than the slowest function may take. */
const PATIENCE_MS = 15_000;

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/** Makes a show of so many tickets, on sale at once. @throws LocalAwsError, or the signal's reason */
export const makeShow = async (
  url: string,
  adminToken: string,
  show: { readonly name: string; readonly tickets: number },
  signal: AbortSignal,
): Promise<OpenedShow> => {
  const response = await answered(`${url}/v1/shows`, signal, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: show.name,
      venue: 'Load test',
      startsAt: new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString(),
      price: { amount: 4_500, currency: 'EUR' },
      capacity: show.tickets,
    }),
  });
  return await shown(response, 'POST /v1/shows', 201);
};

/** A show as everybody sees it. @throws LocalAwsError, or the signal's reason */
export const readShow = async (
  url: string,
  showId: string,
  signal: AbortSignal,
): Promise<OpenedShow> => {
  const path = `/v1/shows/${encodeURIComponent(showId)}`;
  return await shown(await answered(url + path, signal, {}), `GET ${path}`, 200);
};

const answered = async (url: string, signal: AbortSignal, init: RequestInit): Promise<Response> => {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: patience });
  } catch (cause) {
    signal.throwIfAborted();
    throw new LocalAwsError('BACKEND_UNAVAILABLE', `${new URL(url).origin} does not answer.`, {
      cause,
    });
  }
};

const shown = async (response: Response, route: string, status: number): Promise<OpenedShow> => {
  const show = Show.safeParse(await response.json().catch(() => undefined));
  if (response.status === status && show.success) return show.data;
  throw new LocalAwsError(
    'BACKEND_UNAVAILABLE',
    `${route} was answered by ${response.status} instead of ${status} and a show.`,
  );
};
