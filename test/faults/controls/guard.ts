/** A guard of the product, how to take it out, and the test that must then fail. */
export type Guard = {
  readonly guard: string;
  /** From the repository's root. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: string;
  /** The test, by its own words. */
  readonly caughtBy: string;
};
