import { keep, readKept, watchKept } from '../kept/storage.ts';
import { createObserved } from '../observed.ts';
import {
  type ClientName,
  hasRunner,
  type PageConfiguration,
  readConfiguration,
} from './configuration.ts';
import type { SignedIn } from './issuer/sign-in.ts';
import { createRunnerToken } from './runner-token.ts';
import { SignInEndedError, type TokenSource } from './token-source.ts';

/** A name to sign in under. Only the runner of `npm start` takes one. */
export type NamedUser = {
  readonly name: string;
  readonly admin: boolean;
  /** The name that whoever became the organiser had before, and can go back to. */
  readonly before?: string | undefined;
};

/** Who is signed in. */
type User = NamedUser & {
  /** To whom belongs what this browser keeps: what the API knows the buyer by. */
  readonly id: string;
};

/** The user with the scope of an admin, as `willcall token ops --admin` makes it. */
export const ORGANISER: NamedUser = { name: 'ops', admin: true };

/** The name is kept. A token never is: the page asks for it again when it is loaded. */
const KEY = 'user';

/** When somebody signed out at an issuer, for the other tabs. */
const SIGNED_OUT = 'signed-out';

const isUser = (value: unknown): value is NamedUser => {
  const { name, admin, before = '' }: Partial<Record<string, unknown>> = Object(value);
  return typeof name === 'string' && typeof admin === 'boolean' && typeof before === 'string';
};

const user = createObserved<User | undefined>(undefined);
let tokens: TokenSource | undefined;
let signedIn: SignedIn | undefined;

export const useUser = user.use;

/**
 * Begins the session of this tab. With a runner, all tabs have the same user: a sign-in or sign-out in one is
 * seen in the others. With an issuer, each tab signs in for itself, because tokens are in memory only, and a
 * sign-out in one ends them all.
 */
export function openSession({ signIn }: PageConfiguration): void {
  switch (signIn.kind) {
    case 'runner': {
      const restore = () => become(readKept(KEY, isUser));
      restore();
      watchKept(KEY, restore);
      return;
    }
    case 'issuer': {
      const before = readKept(SIGNED_OUT, isNumber);
      watchKept(SIGNED_OUT, () => {
        if (readKept(SIGNED_OUT, isNumber) !== before) end();
      });
    }
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

const become = (next: NamedUser | undefined): void => {
  tokens = next && createRunnerToken(next);
  user.set(next && { ...next, id: next.name });
};

const end = (): void => {
  tokens = undefined;
  signedIn = undefined;
  user.set(undefined);
};

/**
 * Signs in under a name, with a runner.
 *
 * @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer
 */
export async function signIn(next: NamedUser): Promise<void> {
  const asked = createRunnerToken(next);
  await asked.read();
  tokens = asked;
  keep(KEY, next);
  user.set({ ...next, id: next.name });
}

/**
 * Sends the browser to the issuer, to sign in and come back to this view.
 *
 * @throws DOMException if the browser keeps nothing; TypeError if the code for it cannot be loaded
 */
export async function signInAtIssuer(client: ClientName): Promise<never> {
  const { signIn: issuer } = readConfiguration();
  if (issuer.kind !== 'issuer') throw new TypeError('This stage has no issuer.');
  const { goToIssuer } = await import('./issuer/sign-in.ts');
  return await goToIssuer(issuer, client, location.pathname);
}

/**
 * Finishes a sign-in after the issuer has sent the browser back.
 *
 * @returns the path of the view where it began. Undefined if there was none to finish
 * @throws SignInEndedError, IssuerError, TypeError or DOMException if it failed
 */
export async function finishSignIn(): Promise<string | undefined> {
  const { signIn: issuer } = readConfiguration();
  if (issuer.kind !== 'issuer') return undefined;
  const { returnFromIssuer } = await import('./issuer/sign-in.ts');
  const returned = await returnFromIssuer(issuer);
  if (returned === undefined) return undefined;
  const { id, name, admin } = returned.user;
  signedIn = returned.user;
  tokens = returned.user.tokens;
  user.set({ id, name, admin });
  return returned.returnTo;
}

/**
 * Signs in as the organiser: under that name with a runner, and with the staff's app at an issuer.
 *
 * @throws SignInError; TypeError, SyntaxError or DOMException if there is no answer
 */
export async function becomeOrganiser(): Promise<void> {
  if (!hasRunner()) return await signInAtIssuer('staff');
  const current = user.read();
  await signIn({ ...ORGANISER, before: current?.admin ? current.before : current?.name });
}

export function signOut(): void {
  const leaving = signedIn;
  if (leaving === undefined) keep(KEY, undefined);
  else keep(SIGNED_OUT, Date.now());
  end();
  leaving?.leave();
}

/** Makes the next call ask for a new token, because the API has refused this one. */
export function forgetToken(): void {
  tokens?.expire();
}

/**
 * Reads the token of whoever is signed in. If nobody is, it is empty, and the API refuses it. If the issuer has
 * ended the sign-in, nobody is signed in any more.
 *
 * @throws the error of the token's source
 */
export async function readToken(): Promise<string> {
  const source = tokens;
  if (source === undefined) return '';
  try {
    return await source.read();
  } catch (error) {
    if (error instanceof SignInEndedError && source === tokens) end();
    throw error;
  }
}
