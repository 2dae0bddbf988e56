import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '@willcall/contracts';
import * as z from 'zod';

/** An answer of the API as a buyer sees it. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The unparsed text. */
  readonly body: string;
};

/** The body as JSON, or undefined if it is not JSON. */
export const parseBody = ({ body }: Answer): unknown => parseJson(body);

/** Seconds between two polls if the server sends no Retry-After. */
const DEFAULT_WAIT_SECONDS = 1;

export const readWaitSeconds = ({ headers }: Answer): number => {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) : DEFAULT_WAIT_SECONDS;
};

/** Whether the buyer should retry: too many requests, or a service behind the API is unavailable. */
export const isNotNow = ({ status }: Answer): boolean => status === 429 || status === 503;

const Problem = z.object({ code: z.string() });

/** A verdict on an answer that no buyer should get. The same answer always gives the same sentence. */
export const makeUnexpected = (
  request: string,
  answer: Answer,
  expected: string,
): { readonly kind: 'unexpected'; readonly what: string } => {
  const code = Problem.safeParse(parseBody(answer)).data?.code;
  const got = code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
  return { kind: 'unexpected', what: `${request}: ${got} instead of ${expected}` };
};
