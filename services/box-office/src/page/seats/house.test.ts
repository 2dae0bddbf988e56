import { expect, it } from 'vitest';
import { markTaken, placeSeats, toStates } from './house.ts';

const places = (ids: readonly string[]) =>
  Object.fromEntries(
    placeSeats(ids).seats.map(({ seatId, line, column }) => [seatId, [line, column]]),
  );

it.each([
  ['row and number', ['A1', 'A2', 'B1'], { A1: [0, 0], A2: [0, 1], B1: [1, 0] }],
  [
    'level, row and number',
    ['1-A9', '1-A10', '2-A9'],
    { '1-A9': [0, 0], '1-A10': [0, 1], '2-A9': [1, 0] },
  ],
  ['a hyphen before the number', ['BOX-2', 'BOX-1'], { 'BOX-1': [0, 0], 'BOX-2': [0, 1] }],
  ['numbers alone', ['10', '9'], { 9: [0, 0], 10: [0, 1] }],
  ['words alone', ['left', 'right'], { left: [0, 0], right: [1, 0] }],
  ['a gap', ['A1', 'A4', 'B1'], { A1: [0, 0], A4: [0, 3], B1: [1, 0] }],
  ['rows of many digits', ['R10-1', 'R9-1'], { 'R9-1': [0, 0], 'R10-1': [1, 0] }],
  ['numbers far apart', ['A101', 'A102', 'B2001'], { A101: [0, 0], A102: [0, 1], B2001: [1, 0] }],
  ['the same number twice', ['A1', 'A01'], { A01: [0, 1], A1: [0, 0] }],
])('places seats with %s', (_, ids, expected) => {
  expect(places(ids)).toEqual(expected);
});

it('places 20,000 seats, each at a place of its own, and finds them', () => {
  const ids = Array.from({ length: 20_000 }, (_, nth) => `R${Math.floor(nth / 200)}-${nth % 200}`);
  const house = placeSeats(ids);
  expect(house).toMatchObject({ columns: 200, rows: { length: 100 } });
  expect(house.seats.every((seat) => house.find(seat.line, seat.column) === seat)).toBe(true);
  expect(new Set(house.seats.map(({ line, column }) => `${line} ${column}`)).size).toBe(20_000);
});

it('marks what is taken now, gives back what is free again, and knows no other seats', () => {
  const price = { amount: 1_599, currency: 'EUR' };
  const states = toStates([
    { seatId: 'A1', state: 'FREE', price },
    { seatId: 'A2', state: 'SOLD', price },
  ]);
  expect([...markTaken(states, ['A1', 'B1'])]).toEqual([
    ['A1', { isFree: false, price }],
    ['A2', { isFree: true, price }],
  ]);
});

it('of no seats is an empty house', () => {
  expect(placeSeats([])).toMatchObject({ seats: [], rows: [], columns: 0 });
});
