import { SignInEndedError, type TokenSource } from '../token-source.ts';
import type { Tokens } from './code-flow.ts';

/** Milliseconds before its end in which a token is not used: a request takes time, and clocks differ. */
const MARGIN_MS = 60_000;

const MS_PER_SECOND = 1_000;

type HeldTokens = TokenSource & {
  /** The refresh token of now. */
  readonly refreshToken: string | undefined;
};

/**
 * Holds the tokens of a sign-in in memory, and renews them before they end. All that ask meanwhile wait for
 * the same renewal: an issuer that rotates refresh tokens takes each of them once. If a renewal gets no
 * answer, the next call tries it again.
 *
 * @param renew gets new tokens. A SignInEndedError of it is final
 */
export function holdTokens(
  first: Tokens,
  renew: (refreshToken: string) => Promise<Tokens>,
  now: () => number = Date.now,
): HeldTokens {
  let tokens = first;
  let usableUntil = endOf(first, now());
  let renewal: Promise<void> | undefined;

  const replace = async (): Promise<void> => {
    const { refresh } = tokens;
    if (refresh === undefined) throw new SignInEndedError('There is no refresh token.');
    const next = await renew(refresh);
    tokens = { ...next, refresh: next.refresh ?? refresh };
    usableUntil = endOf(next, now());
  };

  return {
    async read() {
      if (now() >= usableUntil) {
        renewal ??= replace().finally(() => {
          renewal = undefined;
        });
        await renewal;
      }
      return tokens.access;
    },
    expire() {
      usableUntil = Number.NEGATIVE_INFINITY;
    },
    get refreshToken() {
      return tokens.refresh;
    },
  };
}

/** A token that lives shorter than the margin is used for half of its life. */
const endOf = ({ lifetime }: Tokens, now: number): number =>
  now + Math.max(lifetime * MS_PER_SECOND - MARGIN_MS, (lifetime * MS_PER_SECOND) / 2);
