import { describe, expect, it } from 'vitest';
import { expectLoopbackOrigin } from './sale-stack.ts';

describe('expectLoopbackOrigin', () => {
  it('accepts 127.0.0.1', () => {
    expect(expectLoopbackOrigin('http://127.0.0.1:3000/v1/shows')).toBe('http://127.0.0.1:3000');
  });

  it.each([
    'https://api.example.com',
    'http://127.0.0.1.example.com:3000',
    'http://127.0.0.1@example.com',
    'http://0.0.0.0:3000',
    'https://127.0.0.1:3000',
  ])('refuses %s', (address) => {
    expect(() => expectLoopbackOrigin(address)).toThrow(
      'The demo only runs against http://127.0.0.1',
    );
  });
});
