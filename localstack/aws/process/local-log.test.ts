import { expect, test, vi } from 'vitest';
import { logToConsole } from './local-log.ts';

const formatLine = (error: unknown): string => {
  const output = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  logToConsole({ message: 'The function threw an error', subject: 'accept', error });
  const text = String(output.mock.lastCall?.[0]);
  output.mockRestore();
  return text;
};

test('an error is logged with name and stack, without its message', () => {
  const text = formatLine(new TypeError('Unexpected token 4242424242424242'));
  expect(text).not.toContain('4242');
  expect(JSON.parse(text)).toMatchObject({
    level: 'ERROR',
    message: 'The function threw an error',
    subject: 'accept',
    error: 'TypeError',
    stack: expect.arrayContaining([expect.stringContaining('local-log.test.ts')]),
  });
});

test('a thrown value that is not an error is logged by type only', () => {
  expect(formatLine('4242424242424242')).not.toContain('4242');
});
