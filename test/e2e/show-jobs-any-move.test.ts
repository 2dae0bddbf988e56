import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type MovingShow, makeMovingShow } from '../support/announce/moving-show.ts';

type Step = { readonly name: string; readonly run: (show: MovingShow) => Promise<void> };

/** A mistyped start: the show has begun by it. */
const BEGUN = -3 * 24 * 60;
const DAY_MS = 24 * 60 * 60_000;

/** What can happen to a show that moves, at any time. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(1, 3, 5, 8, BEGUN)
      .map((due): Step => ({ name: `move to ${due}`, run: (show) => show.move(due) })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(1, 2)
      .map(
        (minutes): Step => ({ name: `${minutes} min`, run: async (show) => show.pass(minutes) }),
      ),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ name: 'jobs', run: (show) => show.jobs() }) },
  {
    weight: 2,
    arbitrary: fc.constant<Step>({
      name: 'jobs, interrupted',
      run: (show) => show.jobs({ steps: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ name: 'sweep', run: (show) => show.sweep() }) },
  {
    weight: 2,
    arbitrary: fc.constant<Step>({
      name: 'purchases',
      run: (show) => show.deliver('PURCHASES_TABLE'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constant<Step>({
      name: 'reminders',
      run: (show) => show.deliver('REMINDERS_TABLE'),
    }),
  },
);

/** What was announced since the last move, and whether a due time was ahead at that move. */
type Since = { readonly startsAt: string; readonly movedAt: number; readonly reported: number };

it('each buyer is reminded, never early, never of another start than the current one, and once of a start whose due time was ahead when the show moved there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
      const show = await makeMovingShow(3);
      const leads = [DAY_MS, DAY_MS, DAY_MS - 120_000];
      const bought = [];
      for (const lead of leads) {
        bought.push(await show.buy({ reminderLeadSeconds: lead / 1_000 }));
      }
      const began = { startsAt: show.startsAt(), movedAt: show.now().getTime() };
      let moves = 0;
      let last: Since = { ...began, reported: 0 };
      let reported = 0;
      const check = () => {
        const reminded = show.reminded();
        for (const { startsAt, dueAt } of reminded.slice(reported)) {
          expect(startsAt).toBe(show.startsAt());
          expect(Date.parse(dueAt)).toBeLessThanOrEqual(show.now().getTime());
        }
        reported = reminded.length;
        if (last.startsAt === show.startsAt()) return;
        moves += 1;
        last = { startsAt: show.startsAt(), movedAt: show.now().getTime(), reported };
      };
      for (const { run } of steps) {
        await run(show);
        check();
      }
      if (Date.parse(show.startsAt()) <= show.now().getTime()) await show.move(5);
      check();
      await show.settle();
      // The purchase with its own lead is reminded two minutes later.
      show.pass(2);
      await show.sweep();
      await show.drain();
      check();
      for (const [index, { purchaseId }] of bought.entries()) {
        const isIts = (reminder: { readonly purchaseId: string }) =>
          reminder.purchaseId === purchaseId;
        const all = show.reminded().filter(isIts).length;
        const sinceMove = show.reminded().slice(last.reported).filter(isIts);
        expect(all).toBeGreaterThanOrEqual(1);
        expect(all).toBeLessThanOrEqual(1 + moves);
        const due = Date.parse(last.startsAt) - (leads[index] ?? 0);
        if (due > last.movedAt) expect(sinceMove).toHaveLength(1);
        // A show that comes back to an earlier start can repeat its event, with the same id.
        else expect(new Set(sinceMove.map(({ eventId }) => eventId)).size).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: Number(process.env.MOVES ?? 6) },
  );
});
