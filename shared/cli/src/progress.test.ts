import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startProgress } from './progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A fake standard error, and the text that was written to it. */
const stream = (terminal: { isTTY?: boolean; columns?: number } = {}) => {
  const output = new PassThrough({ encoding: 'utf8' });
  return {
    output: Object.assign(output, terminal) as unknown as NodeJS.WriteStream,
    written: (): string => output.read() ?? '',
  };
};

it('prints an occasional line in a pipe, and only if it has changed', () => {
  const { output, written } = stream();
  const progress = startProgress(output);
  progress.show('sold 1');
  progress.show('sold 2');
  expect(written()).toBe('');
  vi.advanceTimersByTime(5_000);
  expect(written()).toBe('sold 2\n');
  vi.advanceTimersByTime(60_000);
  expect(written()).toBe('');
  progress.show('sold 3');
  progress.end();
  expect(written()).toBe('sold 3\n');
});

it("redraws one line on a terminal, within the terminal's width, and keeps the last one", () => {
  const { output, written } = stream({ isTTY: true, columns: 11 });
  const progress = startProgress(output);
  progress.show('tickets sold 1');
  vi.advanceTimersByTime(100);
  expect(written()).toBe('\u001b[1Gtickets so\u001b[0K');
  progress.end();
  expect(written()).toBe('\n');
});

it('prints nothing if nothing was shown', () => {
  const { output, written } = stream({ isTTY: true });
  startProgress(output).end();
  expect(written()).toBe('');
});
