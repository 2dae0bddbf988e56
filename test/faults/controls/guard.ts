/** A guard in the source, the edit that removes it, and the test that must then fail. */
export type Guard = {
  /** What the guard protects, as a sentence. */
  readonly guard: string;
  /** The path from the repository's root. */
  readonly file: string;
  /** The guard's text. It occurs exactly once in the file. */
  readonly from: string;
  readonly to: string;
  readonly tests: string;
  /** Part of the test's name. Empty: any test of the file. */
  readonly caughtBy: string;
};
