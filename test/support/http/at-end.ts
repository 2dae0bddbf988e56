import { afterAll, onTestFinished } from 'vitest';

/** Runs at the end of the test that is under way, or of the file where none is. */
export const runAtEnd = (undo: () => void): void => {
  try {
    onTestFinished(undo);
  } catch {
    afterAll(undo);
  }
};
