/** Where the token of whoever is signed in comes from. */
export type TokenSource = {
  /**
   * A token that the API should take.
   *
   * @throws SignInEndedError if there is none any more. Any other error: none can be had now
   */
  read(): Promise<string>;
  /** The API has refused the token: the next call gets another one. */
  expire(): void;
};

/** A sign-in has ended, or was refused. Whoever it was for can sign in again. */
export class SignInEndedError extends Error {
  override readonly name = 'SignInEndedError';
}
