import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';
import type { Bought } from './buy-ticket.ts';
import { retryAfterMs } from './retry-after-ms.ts';
import type { SmokeApi } from './smoke-api.ts';
import { unexpected } from './smoke-error.ts';

const Purchase = z.object({ status: z.string(), message: z.string().optional() });

/** Milliseconds between two looks when the server does not say. */
const PAUSE_MS = 1_000;

/**
 * Looks at a purchase as often as the server asks for, until it is confirmed.
 *
 * @throws CommandError when it is decided otherwise, or not before the signal
 */
export const awaitConfirmed = async (
  api: SmokeApi,
  { location, answer: accepted }: Bought,
  token: string,
  signal: AbortSignal,
): Promise<void> => {
  let { headers } = accepted;
  for (;;) {
    await delay(retryAfterMs(headers, PAUSE_MS), undefined, { signal }).catch(() => {
      throw new CommandError('The purchase was still PENDING at the end of the time.');
    });
    const answer = await api({ method: 'GET', path: location, token });
    const purchase = Purchase.safeParse(answer.body);
    if (answer.status !== 200 || !purchase.success) {
      throw unexpected(`GET ${location}`, '200 with a purchase', answer);
    }
    const { status } = purchase.data;
    if (status === 'CONFIRMED') return;
    if (status !== 'PENDING') throw unexpected(`GET ${location}`, 'a CONFIRMED purchase', answer);
    headers = answer.headers;
  }
};
