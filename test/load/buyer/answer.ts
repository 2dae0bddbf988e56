import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '@willcall/contracts';

/** An answer of the API as a buyer sees it. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly body: string;
};

/** Undefined where the body is no JSON. */
export const jsonOf = ({ body }: Answer): unknown => parseJson(body);

/** Seconds between two looks when the server does not say. */
const OTHERWISE_SECONDS = 1;

/** Seconds that the server asks to wait. */
export const waitSecondsOf = ({ headers }: Answer): number => {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) : OTHERWISE_SECONDS;
};

/** "Not now": too many requests, or something behind the API is out of reach. */
export const isNotNow = ({ status }: Answer): boolean => status === 429 || status === 503;
