import { askRunner } from './runner.ts';
import type { TokenSource } from './token-source.ts';

/** The sign-in was refused, because the name is not allowed. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Gets the token of a name from the runner, which signs in anybody under any name. */
export function createRunnerToken(user: {
  readonly name: string;
  readonly admin: boolean;
}): TokenSource {
  let token: Promise<string> | undefined;
  return {
    /** @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer */
    async read() {
      token ??= requestToken(user);
      try {
        return await token;
      } catch (error) {
        token = undefined;
        throw error;
      }
    },
    expire() {
      token = undefined;
    },
  };
}

async function requestToken({ name, admin }: { name: string; admin: boolean }): Promise<string> {
  const { status, body } = await askRunner('sign-in', { user: name, ...(admin && { admin }) });
  if (status === 200 && typeof body.token === 'string') return body.token;
  throw new SignInError(`The runner answered ${status}.`);
}
