import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectShowsOfTurn, TURN_MINUTES } from './shows-of-turn.ts';

const turn = (number: number) => new Date(number * TURN_MINUTES * 60_000 + 59_000);
const shows = (count: number) => Array.from({ length: count }, (_, index) => `show-${index}`);

it('a turn audits all shows if they are not too many', () => {
  expect(selectShowsOfTurn(shows(200), turn(7))).toEqual(shows(200));
});

it('no shows give an empty turn', () => {
  expect(selectShowsOfTurn([], turn(7))).toEqual([]);
});

it('too many shows are each audited once over the necessary turns', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(1_000_000),
      (count, most, first) => {
        const turns = Math.ceil(count / most);
        const audited = Array.from({ length: turns }, (_, later) =>
          selectShowsOfTurn(shows(count), turn(first + later), most),
        );
        for (const ofTurn of audited) expect(ofTurn.length).toBeLessThanOrEqual(most);
        expect(audited.flat().toSorted()).toEqual(shows(count).toSorted());
      },
    ),
  );
});
