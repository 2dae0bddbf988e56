import * as z from 'zod';
import { ChildProcessError } from '../../aws/local-aws-error.ts';
import { issueToken } from '../../stage/identity.ts';

const ShowList = z.object({ shows: z.array(z.object({ showId: z.string() })) });
const Show = z.object({ showId: z.string() });

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/** The id of a show to try a purchase with: one that is there, or else one made for it. */
export const demonstrationShow = async (url: string): Promise<string> => {
  const { shows } = ShowList.parse(await json(await fetch(`${url}/v1/shows`)));
  const [first] = shows;
  if (first !== undefined) return first.showId;
  const token = await issueToken({ user: 'ops', admin: true });
  const created = await fetch(`${url}/v1/shows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'The Magic Flute',
      venue: 'Old Opera House',
      startsAt: new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString(),
      price: { amount: 4_500, currency: 'EUR' },
      capacity: 500,
    }),
  });
  return Show.parse(await json(created)).showId;
};

const json = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const message = `The API answered ${response.status} to ${response.url}: ${text}`;
  throw new ChildProcessError('CHILD_NOT_READY', message, '');
};
