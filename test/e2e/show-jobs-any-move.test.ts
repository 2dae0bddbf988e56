import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type MovingShow, makeMovingShow } from '../support/announce/moving-show.ts';
import { scaledTimeout } from '../support/backend/scaled-timeout.ts';

type Step = { readonly name: string; readonly run: (show: MovingShow) => Promise<void> };

/** What can happen to a show that moves, at any time. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(1, 3, 5, 8)
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

it(
  'each buyer is reminded once, of the final start, whatever moves, fires, lags and stops in any order',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const show = await makeMovingShow(3);
        const bought = [
          await show.buy(),
          await show.buy(),
          await show.buy({ reminderLeadSeconds: 24 * 3_600 - 120 }),
        ];
        let reported = 0;
        const toldTheTruth = () => {
          const reminded = show.reminded();
          for (const { startsAt } of reminded.slice(reported))
            expect(startsAt).toBe(show.startsAt());
          reported = reminded.length;
        };
        for (const { run } of steps) {
          await run(show);
          toldTheTruth();
        }
        await show.settle();
        // The purchase with its own lead is reminded two minutes later.
        show.pass(2);
        await show.sweep();
        await show.drain();
        toldTheTruth();
        expect(
          show
            .reminded()
            .map(({ purchaseId }) => purchaseId)
            .sort(),
        ).toEqual(bought.map(({ purchaseId }) => purchaseId).sort());
      }),
      { numRuns: Number(process.env.MOVES ?? 6) },
    );
  },
  scaledTimeout(300_000),
);
