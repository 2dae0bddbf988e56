import { keep, readKept, watchKept } from '../kept/storage.ts';
import { createObserved } from '../observed.ts';
import { askRunner } from './runner.ts';

/** Who is signed in. The name is kept. The token is not: the page asks for it again when it is loaded. */
export type User = {
  readonly name: string;
  readonly admin: boolean;
  /** The name that whoever became the organiser had before, and can go back to. */
  readonly before?: string | undefined;
};

/** The user with the scope of an admin, as `willcall token ops --admin` makes it. */
export const ORGANISER: User = { name: 'ops', admin: true };

const KEY = 'user';

const isUser = (value: unknown): value is User => {
  const { name, admin, before = '' }: Partial<Record<string, unknown>> = Object(value);
  return typeof name === 'string' && typeof admin === 'boolean' && typeof before === 'string';
};

const user = createObserved<User | undefined>(readKept(KEY, isUser));
let token: Promise<string> | undefined;

// All tabs have the same user: a sign-in or sign-out in one is seen in the others.
watchKept(KEY, () => {
  token = undefined;
  user.set(readKept(KEY, isUser));
});

export const useUser = user.use;

/** The sign-in was refused, because the name is not allowed. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/**
 * Signs in under a name.
 *
 * @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer
 */
export async function signIn(next: User): Promise<void> {
  const asked = requestToken(next);
  await asked;
  token = asked;
  keep(KEY, next);
  user.set(next);
}

/**
 * Signs in as the organiser, who can go back to the buyer of before.
 *
 * @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer
 */
export async function becomeOrganiser(): Promise<void> {
  const current = user.read();
  await signIn({ ...ORGANISER, before: current?.admin ? current.before : current?.name });
}

export function signOut(): void {
  token = undefined;
  keep(KEY, undefined);
  user.set(undefined);
}

/** Makes the next call ask for a new token, because the API has refused this one. */
export function forgetToken(): void {
  token = undefined;
}

/**
 * Reads the token of whoever is signed in. If nobody is, it is empty, and the API refuses it.
 *
 * @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer
 */
export async function readToken(): Promise<string> {
  const current = user.read();
  if (current === undefined) return '';
  token ??= requestToken(current);
  try {
    return await token;
  } catch (error) {
    token = undefined;
    throw error;
  }
}

/** Asks the runner for a token. */
async function requestToken({ name, admin }: User): Promise<string> {
  const { status, body } = await askRunner('sign-in', { user: name, ...(admin && { admin }) });
  if (status === 200 && typeof body.token === 'string') return body.token;
  throw new SignInError(`The runner answered ${status}.`);
}
