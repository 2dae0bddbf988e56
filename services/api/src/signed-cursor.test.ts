import { problems } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { readCursor, writeCursor } from './signed-cursor.ts';

const keys = { current: Buffer.alloc(32, 1) };
const list = ['purchases', 'alice'];
const cursor = writeCursor(list, ['2031-05-01T08:00:00.000Z', 'P#AZaz09'], keys);

it('a cursor returns its position, even after its key was rotated', () => {
  const rotated = { current: Buffer.alloc(32, 2), previous: keys.current };
  for (const known of [keys, rotated]) {
    expect(readCursor(list, cursor, known)).toEqual(['2031-05-01T08:00:00.000Z', 'P#AZaz09']);
  }
});

it.each([
  ['of another list', ['shows'], cursor, keys],
  ['of another buyer', ['purchases', 'bob'], cursor, keys],
  ['signed by a removed key', list, cursor, { current: Buffer.alloc(32, 3) }],
  ['with a changed position', list, `${cursor.slice(0, -2)}AA`, keys],
  ['that is truncated', list, cursor.slice(0, 10), keys],
  ['that is empty', list, '', keys],
  ['in another encoding', list, `${cursor}=`, keys],
  ['that is invented', list, 'bm90IGEgY3Vyc29y', keys],
])('a cursor %s is refused', (_, of, text, known) => {
  expect(() => readCursor(of, text, known)).toThrow(problems.INVALID_CURSOR.title);
});
