import { afterAll, onTestFinished } from 'vitest';

/** Runs `undo` at the end of the current test, or of the file outside a test. */
export const runAtEnd = (undo: () => void | Promise<void>): void => {
  try {
    onTestFinished(undo);
  } catch {
    afterAll(undo);
  }
};
