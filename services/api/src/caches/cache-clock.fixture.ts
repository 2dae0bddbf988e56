import { afterEach, beforeEach, vi } from 'vitest';

/** Milliseconds that a read may take in these tests. */
export const TIMEOUT_MS = 150;

/** Gives every test of the file a clock that moves only when the test moves it. */
export function useCacheClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    // The cache captured `performance` when it was loaded. It must use the same clock.
    vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}
