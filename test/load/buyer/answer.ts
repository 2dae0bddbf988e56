import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';

/** An answer of the API as a buyer sees it. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came. */
  readonly body: string;
};

/** Undefined where the body is no JSON. */
export const parseBody = ({ body }: Answer): unknown => parseJson(body);

/** Seconds between two looks when the server does not say. */
const DEFAULT_WAIT_SECONDS = 1;

/** Seconds that the server asks to wait. */
export const readWaitSeconds = ({ headers }: Answer): number => {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) : DEFAULT_WAIT_SECONDS;
};

/** "Not now": too many requests, or something behind the API is out of reach. */
export const isNotNow = ({ status }: Answer): boolean => status === 429 || status === 503;

const Problem = z.object({ code: z.string() });

/** A verdict on what no buyer should get; the same sentence for the same answer. */
export const makeUnexpected = (
  request: string,
  answer: Answer,
  expected: string,
): { readonly kind: 'unexpected'; readonly what: string } => {
  const code = Problem.safeParse(parseBody(answer)).data?.code;
  const got = code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
  return { kind: 'unexpected', what: `${request}: ${got} instead of ${expected}` };
};
