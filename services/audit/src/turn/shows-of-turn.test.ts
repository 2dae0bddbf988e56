import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { showsOfTurn, TURN_MINUTES } from './shows-of-turn.ts';

const turn = (number: number) => new Date(number * TURN_MINUTES * 60_000 + 59_000);
const shows = (count: number) => Array.from({ length: count }, (_, index) => `show-${index}`);

it('a turn audits all shows when they are not too many', () => {
  expect(showsOfTurn(shows(200), turn(7))).toEqual(shows(200));
});

it('no show is none', () => {
  expect(showsOfTurn([], turn(7))).toEqual([]);
});

it('too many shows are each audited once in as many turns as they need', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      fc.nat(1_000_000),
      (count, most, first) => {
        const turns = Math.ceil(count / most);
        const audited = Array.from({ length: turns }, (_, later) =>
          showsOfTurn(shows(count), turn(first + later), most),
        );
        for (const ofTurn of audited) expect(ofTurn.length).toBeLessThanOrEqual(most);
        expect(audited.flat().toSorted()).toEqual(shows(count).toSorted());
      },
    ),
  );
});
