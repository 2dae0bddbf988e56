import { ShowId } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { newId } from './create-show.ts';

it('each id is a new, valid show id', () => {
  const ids = Array.from({ length: 100 }, () => newId());
  for (const id of ids) expect(ShowId.parse(id)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{15}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

it('an id never starts with a hyphen, which a command would read as an option', () => {
  expect(newId(() => Buffer.alloc(12, 0xfb))).toBe('__v7-_v7-_v7-_v7');
});
