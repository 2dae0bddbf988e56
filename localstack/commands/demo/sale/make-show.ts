import * as z from 'zod';
import type { Api, ApiRequest } from '../../../cli/api/api.ts';
import { UnexpectedAnswer } from '../../../cli/api/unexpected-answer.ts';
import { issueToken } from '../../../stage/identity.ts';

const Show = z.object({ showId: z.string() });

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/** Makes a show of so many tickets, on sale at once, as an admin would. @throws UnexpectedAnswer */
export const makeShow = async (api: Api, tickets: number, signal: AbortSignal): Promise<string> => {
  const route = 'POST /v1/shows';
  const expected = '201 and a show';
  const request: ApiRequest = {
    method: 'POST',
    path: '/v1/shows',
    token: await issueToken({ user: 'ops', admin: true }),
    body: {
      name: `Demo sale of ${tickets} tickets`,
      venue: 'Old Opera House',
      startsAt: new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString(),
      price: { amount: 4_500, currency: 'EUR' },
      capacity: tickets,
    },
    signal,
  };
  // Sent once: a second one could make a second show.
  const answer = await api.send(request).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new UnexpectedAnswer(route, 'none', expected, { cause });
  });
  const show = Show.safeParse(answer.body);
  if (answer.status === 201 && show.success) return show.data.showId;
  throw new UnexpectedAnswer(route, answer, expected);
};
