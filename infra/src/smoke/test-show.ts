import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';
import type { SmokeApi } from './smoke-api.ts';
import { unexpected } from './smoke-error.ts';

export type TestShow = {
  readonly showId: string;
  /** Whether a card has to be given. */
  readonly isFree: boolean;
  /** Whether it was made here, and is to be removed again. */
  readonly isOurs: boolean;
};

const Made = z.object({ showId: z.string().min(1) });
const Seen = z.object({ price: z.object({ amount: z.int() }), available: z.int() });

/** Far enough for a purchase to be cancelled, which a begun show would refuse. */
const STARTS_IN_DAYS = 30;
const MS_PER_DAY = 86_400_000;

/**
 * Makes a free show with one ticket.
 *
 * @throws CommandError when it was not made
 */
export const makeTestShow = async (
  api: SmokeApi,
  adminToken: string,
  now: Date,
): Promise<TestShow> => {
  const answer = await api({
    method: 'POST',
    path: '/v1/shows',
    token: adminToken,
    body: {
      name: 'Smoke test',
      venue: 'Nowhere',
      startsAt: new Date(now.getTime() + STARTS_IN_DAYS * MS_PER_DAY).toISOString(),
      price: { amount: 0, currency: 'EUR' },
      capacity: 1,
    },
  });
  const made = Made.safeParse(answer.body);
  if (answer.status !== 201 || !made.success) throw unexpected('POST /v1/shows', '201', answer);
  return { showId: made.data.showId, isFree: true, isOurs: true };
};

/**
 * Looks at a show that is there.
 *
 * @throws CommandError when it is not, or has no ticket left
 */
export const findTestShow = async (api: SmokeApi, showId: string): Promise<TestShow> => {
  const path = `/v1/shows/${encodeURIComponent(showId)}`;
  const answer = await api({ method: 'GET', path });
  const seen = Seen.safeParse(answer.body);
  if (answer.status !== 200 || !seen.success) throw unexpected(`GET ${path}`, '200', answer);
  const { price, available } = seen.data;
  if (available < 1) throw new CommandError(`Show ${showId} has no ticket left to buy.`);
  return { showId, isFree: price.amount === 0, isOurs: false };
};
