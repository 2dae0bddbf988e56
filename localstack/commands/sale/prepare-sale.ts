import type { Client, Token } from '@willcall/client/checked';
import type { ShowWithStock } from '@willcall/contracts';
import { issueToken } from '../../stage/identity.ts';

const DAYS_AHEAD = 60;
const MS_PER_DAY = 24 * 60 * 60 * 1_000;

/** A show that is on sale at once. */
export type SaleShow = {
  readonly name: string;
  readonly venue: string;
  readonly tickets: number;
  /** Seconds to pay, if a payment provider takes the money. */
  readonly holdSeconds?: number;
};

/**
 * Creates a show as an admin. Sent once, because a second request could create a second show.
 *
 * @throws ApiError, or the signal's reason
 */
export const createShow = async (
  client: Client,
  { name, venue, tickets, holdSeconds }: SaleShow,
  { token, signal }: { readonly token: Token; readonly signal: AbortSignal },
): Promise<ShowWithStock> => {
  const { body: show } = await client.call('createShow', {
    body: {
      name,
      venue,
      startsAt: new Date(Date.now() + DAYS_AHEAD * MS_PER_DAY).toISOString(),
      price: { amount: 4_500, currency: 'EUR' },
      capacity: tickets,
      ...(holdSeconds !== undefined && { payment: 'PROVIDER', holdSeconds }),
    },
    token,
    signal,
  });
  return show;
};

/** Each signature reads the key file. Signing all at once would exhaust the file descriptors. */
const SIGNED_AT_ONCE = 32;

/** Signs a token for each user with the local key, before the sale. @throws the signal's reason */
export const issueTokens = async (
  users: readonly string[],
  onProgress: (signed: number) => void,
  signal: AbortSignal,
): Promise<string[]> => {
  const tokens: string[] = [];
  while (tokens.length < users.length) {
    signal.throwIfAborted();
    const some = users.slice(tokens.length, tokens.length + SIGNED_AT_ONCE);
    tokens.push(...(await Promise.all(some.map((user) => issueToken({ user })))));
    onProgress(tokens.length);
  }
  return tokens;
};
