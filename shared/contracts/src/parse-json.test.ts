import { expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

it.each([
  ['{"seats":["A-1"]}', { seats: ['A-1'] }],
  ['"text"', 'text'],
  ['0', 0],
  ['null', null],
])('reads %s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

it.each(['', ' ', 'secret', '{"cut":', 'undefined', '{} {}'])(
  'is undefined for %j, which is not JSON',
  (text) => {
    expect(parseJson(text)).toBeUndefined();
  },
);
